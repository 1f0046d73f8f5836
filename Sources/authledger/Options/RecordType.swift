import CommandKit
import EventLog
import Integrations

/// Which records `--type` asks for: an action, or one kind of the ledger's own bookkeeping.
enum RecordType: Hashable {
  case action(ActionName)
  case bookkeeping(String)

  /// Reads what the column prints, a bookkeeping's name alone, or the type of the stored record.
  init?(_ text: String) {
    let bare = text.hasSuffix(".v1") ? String(text.dropLast(3)) : text
    if let action = ActionName(rawValue: bare.dropping("integration.")) {
      self = .action(action)
    } else if Record.Bookkeeping.names.contains(bare.dropping("ledger.")) {
      self = .bookkeeping(bare.dropping("ledger."))
    } else {
      return nil
    }
  }

  /// Every type, as the column prints them.
  static var all: [String] {
    ActionName.allCases.map(\.rawValue) + Record.Bookkeeping.names.map { "ledger.\($0)" }
  }
}

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

extension String {
  fileprivate func dropping(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
