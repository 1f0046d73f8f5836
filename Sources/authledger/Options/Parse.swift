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

  static func ground(_ text: String) throws -> ErasureGround { try word(text, "ground") }

  static func action(_ text: String) throws -> ActionName {
    try word(text, "action")
  }

  static func format(_ text: String) throws -> Format { try word(text, "format") }

  static func language(_ text: String) throws -> Language {
    try word(text, "language")
  }

  static func attempt(_ text: String) throws -> AttemptID { try identifier(text, "an attempt id") }

  static func record(_ text: String) throws -> RecordID { try identifier(text, "a record id") }

  static func moment(_ text: String) throws -> GivenMoment {
    guard text.hasPrefix("#") else { return .time(try time(text)) }
    return .position(try position(text))
  }

  /// A position as it is shown, `#41`.
  private static func position(_ text: String) throws -> Position {
    guard let number = Int64(text.dropFirst()), number > 0 else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not a position; write it as '#41', in quotation marks.")
    }
    return Position(number)
  }

  static func place(_ text: String) throws -> RecordPlace {
    if text.hasPrefix("#") { return .position(try position(text)) }
    guard let number = Int64(text), number >= 0, String(number) == text else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not a record's number; write its sequence, such as 4, or its "
          + "position, such as '#17', in quotation marks.")
    }
    return .sequence(SequenceNumber(number))
  }

  static func sequence(_ text: String) throws -> ExpectedSequence {
    if text == "none" { return ExpectedSequence(number: nil) }
    guard let number = Int64(text), number >= 0, String(number) == text else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not a sequence; write a whole number from 0, or none.")
    }
    return ExpectedSequence(number: SequenceNumber(number))
  }

  private static func identifier<Kind>(
    _ text: String, _ kind: String
  ) throws -> Identifier<Kind> {
    guard let id = Identifier<Kind>(text) else {
      throw ValidationError(
        "“\(SecretGuard.shown(text))” is not \(kind); one is a UUID in lower-case letters.")
    }
    return id
  }
}
