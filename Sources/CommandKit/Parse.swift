import ArgumentParser
package import Integrations

/// Reads the values of options; an error says in a sentence what is wrong with them.
package enum Parse {
  package static func company(_ text: String) throws -> Company {
    guard let company = Company(text) else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not a company id; one has 1 to 63 of a-z, 0-9 and -, and "
          + "does not begin with -.")
    }
    return company
  }

  package static func provider(_ text: String) throws -> Provider {
    try word(text, "provider")
  }

  package static func actor(_ text: String) throws -> Actor {
    guard let actor = Actor(text) else {
      let roles = Actor.Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not an actor; write ROLE:ID, such as support:s-3, with a "
          + "role out of \(roles).")
    }
    return actor
  }

  /// One of the cases of an enum.
  ///
  /// - Parameter kind: What the cases are, for the error.
  package static func word<Word>(
    _ text: String, _ kind: String
  ) throws -> Word where Word: RawRepresentable<String> & CaseIterable {
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not one of the \(kind)s; there are \(known).")
    }
    return word
  }
}
