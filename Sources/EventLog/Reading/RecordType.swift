public import Integrations

/// Which kind of record is asked for: an action, or one kind of the ledger's own bookkeeping.
public enum RecordType: Hashable, Sendable {
  /// One of the nine actions.
  case action(ActionName)
  /// Bookkeeping of this name, such as `person.introduced`.
  case bookkeeping(String)

  /// Reads a name, `failed` or `person.introduced`, what `history` prints, or the type of the stored
  /// record; nil for anything else.
  public init?(_ text: String) {
    let bare = text.hasSuffix(".v1") ? String(text.dropLast(3)) : text
    if let action = ActionName(rawValue: bare.dropping("integration.")) {
      self = .action(action)
    } else if Record.Bookkeeping.names.contains(bare.dropping("ledger.")) {
      self = .bookkeeping(bare.dropping("ledger."))
    } else {
      return nil
    }
  }

  /// The name: `failed`, `person.introduced`.
  public var name: String {
    switch self {
    case .action(let name): name.rawValue
    case .bookkeeping(let name): name
    }
  }

  /// The `type` of the stored record, such as `integration.failed.v1`.
  var stored: String {
    switch self {
    case .action(let name): "integration.\(name.rawValue).v1"
    case .bookkeeping(let name): "ledger.\(name).v1"
    }
  }

  /// Every type, as `history` prints them.
  public static var all: [String] {
    ActionName.allCases.map(\.rawValue) + Record.Bookkeeping.names.map { "ledger.\($0)" }
  }
}

extension String {
  fileprivate func dropping(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
