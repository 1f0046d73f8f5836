/// Bytes that are no record, and the one thing wrong with them.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One clause, without the place: `"attempt" must be a lower-case UUID`.
  public let what: String

  init(_ what: String) {
    self.what = what
  }

  /// The clause as it stands.
  public var description: String { what }
}
