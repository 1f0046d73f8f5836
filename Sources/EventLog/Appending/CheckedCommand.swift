import Integrations

/// An action that a record can hold, with the canonical bytes of its `data`.
///
/// It is encoded here and nowhere else on its way into the log, and decoded once, since what is
/// written must be readable by the one decode path, whatever the caller built.
struct CheckedAction: Sendable {
  let action: Action
  /// The record's `data`, in RFC 8785 form.
  let data: [UInt8]

  /// - Throws: `LedgerError.secret` or `.unfit`.
  init(_ action: Action) throws(LedgerError) {
    try SecretGuard.check(action)
    var writer = CanonicalWriter()
    writer.data(of: action)
    do {
      try writer.bytes.withUnsafeBytes { data in
        var cursor = CanonicalCursor(data)
        _ = try cursor.action(action.name)
      }
    } catch {
      throw .unfit(what: "\(error)")
    }
    self.action = action
    data = writer.bytes
  }
}

/// A command whose action a record can hold; the rules may still refuse it.
///
/// It is made before the command waits for others, so that an unfit one costs them nothing.
package struct CheckedCommand: Sendable {
  let command: Command
  let action: CheckedAction

  /// - Throws: `LedgerError.secret` or `.unfit`.
  package init(_ command: Command) throws(LedgerError) {
    self.command = command
    action = try CheckedAction(command.action)
  }

  /// True if a record of `company` says what this command wishes to say, its own time and number
  /// apart.
  ///
  /// Bytes are compared: Swift's texts are equal also where their Unicode spelling differs.
  ///
  /// - Parameters:
  ///   - content: The record.
  ///   - data: The canonical bytes of its `data`.
  func matches(
    _ content: Record.Content, data: UnsafeRawBufferPointer, of company: Company
  ) -> Bool {
    guard case .action(let stored, let provider) = content.what else { return false }
    return content.stream == company && provider == command.provider
      && content.actor == command.actor && stored.name == command.action.name
      && data.elementsEqual(action.data) && isTime(of: content)
  }

  /// True if the command names no time, or the record's.
  ///
  /// What nobody came back from ended at a time that the rules say (`Decision.time`), so that of the
  /// command is in no record, and every command from then on says the same.
  private func isTime(of content: Record.Content) -> Bool {
    guard let wished = command.time, wished != content.time else { return true }
    guard case .failed(let failed) = command.action, failed.reason == .abandoned else {
      return false
    }
    return wished > content.time
  }
}
