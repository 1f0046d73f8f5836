public import Integrations

/// An action that a record can hold, with the canonical bytes of its `data`.
///
/// It is encoded once and decoded once. What a caller built is decoded too, because a caller can
/// build values that the decoder refuses.
struct CheckedAction: Sendable {
  let action: Action
  /// The record's `data`, in RFC 8785 form.
  let data: [UInt8]

  /// Encodes an action and checks that a record can hold it.
  ///
  /// - Throws: `LedgerError.secret` or `.unfit`.
  init(_ action: Action) throws(LedgerError) {
    try SecretGuard.check(action)
    do {
      data = try CanonicalAction(action).data
    } catch {
      throw .unfit(what: error.clause)
    }
    self.action = action
  }

  /// - Throws: `LedgerError.secret`.
  init(_ canonical: CanonicalAction) throws(LedgerError) {
    try SecretGuard.check(canonical.action)
    action = canonical.action
    data = canonical.data
  }
}

/// A command whose action a record can hold; the rules may still refuse it.
///
/// It is made before the command waits in a queue, so that an unfit one delays no other.
public struct CheckedCommand: Sendable {
  let command: Command
  let action: CheckedAction

  /// Reads a command from its action's name and `data` as JSON, as people and other programs write
  /// it.
  ///
  /// Lists that are sets may come in any order; everything else must be as the record has it.
  /// `companyCode` is refused, because the server alone counts changes of the company code.
  ///
  /// - Throws: `LedgerError.unfit`, which names the field, or `.secret`.
  public init(
    reading name: String, data: [UInt8], provider: Provider, by actor: Actor,
    recordedBy: Actor? = nil, at time: Timestamp? = nil, id: RecordID? = nil
  ) throws(LedgerError) {
    let canonical = try CanonicalAction(reading: name, data: data)
    let command = Command(
      canonical.action, provider: provider, by: actor, recordedBy: recordedBy, at: time, id: id)
    try self.init(command, of: canonical)
  }

  /// Checks a command's action.
  ///
  /// - Throws: `LedgerError.secret` or `.unfit`.
  package init(_ command: Command) throws(LedgerError) {
    self.command = command
    action = try CheckedAction(command.action)
  }

  /// A command whose action was read from its bytes.
  ///
  /// - Throws: `LedgerError.secret`.
  init(_ command: Command, of action: CanonicalAction) throws(LedgerError) {
    self.command = command
    self.action = try CheckedAction(action)
  }

  /// True if a record holds what this command would record, apart from what the log adds: numbers
  /// and the time of recording.
  ///
  /// Bytes are compared, because Swift's strings are equal even if their Unicode normalization
  /// differs.
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

  /// True if the command has no time of its own, or the record's.
  ///
  /// The rules decide when an abandoned attempt ended (`Decision.time`), so the command's own time
  /// is in no record: every command with a later time means the same record.
  private func isTime(of content: Record.Content) -> Bool {
    guard let wished = command.time, wished != content.time else { return true }
    guard case .failed(let failed) = command.action, failed.reason == .abandoned else {
      return false
    }
    return wished > content.time
  }
}
