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
      && (command.time == nil || command.time == time)
  }
}
