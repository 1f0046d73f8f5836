import Integrations

/// Bytes that are no record, and the one thing wrong with them.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One clause, without the place: `"attempt" must be a lower-case UUID`.
  public let what: String

  init(_ what: String) {
    self.what = what
  }

  /// The beginning of what was given, fit for a terminal, unless it looks like a secret.
  static func quoting(_ text: some StringProtocol) -> String { SecretGuard.shown(String(text)) }

  /// The clause as it stands.
  public var description: String { what }
}
