import ArgumentParser
import CommandKit
import EventLog
import Integrations

/// The expected number of an integration's last record; nil if it must have no record.
struct ExpectedSequence {
  var number: SequenceNumber?
}

/// Parsers of option values that only this program has.
extension Parse {
  /// A company, or `system`: the log of the ledger itself.
  static func stream(_ text: String) throws -> Company {
    text == Company.system.id ? .system : try company(text)
  }

  static func ground(_ text: String) throws -> ErasureGround {
    try word(text, Text("grounds", "grunderna"))
  }

  static func action(_ text: String) throws -> ActionName {
    try word(text, Text("actions", "händelserna"))
  }

  /// A verdict, also in lower-case letters.
  static func verdict(_ text: String) throws -> VerdictCode {
    try VerdictCode(rawValue: text.uppercased()) ?? word(text, Text("verdicts", "utslagen"))
  }

  static func format(_ text: String) throws -> Format {
    try word(text, Text("formats", "formaten"))
  }

  static func attempt(_ text: String) throws -> AttemptID {
    try identifier(text, Text("an attempt id", "ett försöks-id"))
  }

  static func record(_ text: String) throws -> RecordID {
    try identifier(text, Text("a record id", "ett post-id"))
  }

  static func moment(_ text: String) throws -> GivenAsOf {
    guard text.hasPrefix("#") else { return .time(try time(text)) }
    return .position(try position(text))
  }

  /// A position as it is shown, `#41`.
  private static func position(_ text: String) throws -> Position {
    guard let number = Int64(text.dropFirst()), number > 0 else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a position; write it as '#41', in quotation marks.",
        "”\(SecretGuard.shown(text))” är inte en position; skriv den som '#41', inom "
          + "citattecken.")
    }
    return Position(number)
  }

  static func place(_ text: String) throws -> RecordPlace {
    if text.hasPrefix("#") { return .position(try position(text)) }
    guard let number = Int64(text), number >= 0, String(number) == text else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a record's number; write its sequence, such as 4, or its "
          + "position, such as '#17', in quotation marks.",
        "”\(SecretGuard.shown(text))” är inte en posts nummer; skriv dess sekvens, som 4, "
          + "eller dess position, som '#17', inom citattecken.")
    }
    return .sequence(SequenceNumber(number))
  }

  static func sequence(_ text: String) throws -> ExpectedSequence {
    if text == "none" { return ExpectedSequence(number: nil) }
    guard let number = Int64(text), number >= 0, String(number) == text else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a sequence; write a whole number from 0, or none.",
        "”\(SecretGuard.shown(text))” är inte en sekvens; skriv ett heltal från 0, eller "
          + "none.")
    }
    return ExpectedSequence(number: SequenceNumber(number))
  }

  private static func identifier<Kind>(
    _ text: String, _ kind: Text
  ) throws -> Identifier<Kind> {
    guard let id = Identifier<Kind>(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not \(kind.english); one is a UUID in lower-case letters.",
        "”\(SecretGuard.shown(text))” är inte \(kind.swedish); ett sådant är ett UUID med "
          + "små bokstäver.")
    }
    return id
  }
}
