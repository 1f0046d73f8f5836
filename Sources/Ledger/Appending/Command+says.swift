import Integrations

extension Record.Content {
  /// Whether this record says what a command wishes to say, its own time and number apart.
  ///
  /// Bytes are compared: Swift's texts are equal also where their Unicode spelling differs.
  func says(_ command: Command, of company: Company) -> Bool {
    guard case .action(let action, let provider) = what else { return false }
    var stored = CanonicalWriter()
    var wished = CanonicalWriter()
    stored.data(of: action)
    wished.data(of: command.action)
    return stream == company && provider == command.provider && actor == command.actor
      && action.name == command.action.name && stored.bytes == wished.bytes
      && hasTime(of: command)
  }

  /// Whether the time is the command's, where it names one.
  ///
  /// What nobody came back from ended at a time that the rules say (`Decision.time`), so that of the
  /// command is in no record, and every command from then on says the same.
  private func hasTime(of command: Command) -> Bool {
    guard let wished = command.time, wished != time else { return true }
    guard case .failed(let failed) = command.action, failed.reason == .abandoned else {
      return false
    }
    return wished > time
  }
}
