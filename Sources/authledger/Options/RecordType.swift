import CommandKit
import EventLog
import Integrations

extension Parse {
  static func recordType(_ text: String) throws -> RecordType {
    guard let type = RecordType(text) else {
      let known = RecordType.all.joined(separator: ", ")
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a type of record; there are \(known).",
        "”\(SecretGuard.shown(text))” är inte en sorts post; det finns \(known).")
    }
    return type
  }

  /// A place in the log, `EPOCH-POSITION`.
  static func cursor(_ text: String) throws -> FeedCursor {
    guard let cursor = FeedCursor(text) else {
      throw CommandError(
        .usage,
        "“\(SecretGuard.shown(text))” is not a cursor; write EPOCH-POSITION, such as 1-41, or 1-0 for "
          + "the beginning.",
        "”\(SecretGuard.shown(text))” är inte ett läge; skriv EPOK-POSITION, som 1-41, eller 1-0 för "
          + "början.")
    }
    return cursor
  }
}
