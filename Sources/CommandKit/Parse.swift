package import Integrations

/// Reads the values of options; an error says in a sentence what is wrong with them.
package enum Parse {
  package static func company(_ text: String) throws -> Company {
    guard text != Company.system.id else {
      throw CommandError(
        .usage,
        "“system” is not a company but the ledger's own log, which holds what belongs to no company; "
          + "see it with `authledger history system`.",
        "”system” är inget företag utan liggarens egen logg, som har det som inte hör till något "
          + "företag; se den med `authledger history system`.")
    }
    guard let company = Company(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a company id; one has 1 to 63 of a-z, 0-9 and -, and "
          + "does not begin with -.",
        "”\(SecretGuard.shown(text))” är inte ett företags-id; ett sådant har 1 till 63 av "
          + "a-z, 0-9 och -, och börjar inte med -.")
    }
    return company
  }

  package static func provider(_ text: String) throws -> Provider {
    try word(text, Text("providers", "leverantörerna"))
  }

  package static func language(_ text: String) throws -> Language {
    try word(text, Text("languages", "språken"))
  }

  package static func actor(_ text: String) throws -> Actor {
    guard let actor = Actor(text) else {
      let roles = Actor.Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not an actor; write ROLE:ID, such as support:s-3, with a "
          + "role out of \(roles).",
        "”\(SecretGuard.shown(text))” är inte en aktör; skriv ROLL:ID, som support:s-3, "
          + "med en roll av \(roles).")
    }
    return actor
  }

  /// One of the cases of an enum.
  ///
  /// - Parameter kind: What the cases are together, for the error.
  package static func word<Word>(
    _ text: String, _ kind: Text
  ) throws -> Word where Word: RawRepresentable<String> & CaseIterable {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue)
      if let near = Nearest.word(to: text, among: words) {
        throw CommandError(
          .usage,
          "“\(SecretGuard.shown(text))” is not one of the \(kind.english); did you mean \(near)?",
          "”\(SecretGuard.shown(text))” är ingen av \(kind.swedish); menade du \(near)?")
      }
      let known = words.joined(separator: ", ")
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not one of the \(kind.english); there are \(known).",
        "”\(SecretGuard.shown(text))” är ingen av \(kind.swedish); det finns \(known).")
    }
    return word
  }
}
