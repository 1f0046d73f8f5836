/// What an import did.
public struct ImportReport: Hashable, Sendable {
  /// How many lines were read, empty ones apart.
  public internal(set) var lines: Int64 = 0
  /// How many records were written.
  public internal(set) var records: Int64 = 0
  /// How many of them the rules added.
  public internal(set) var added: Int64 = 0
  /// How many lines changed nothing, so that nothing was recorded.
  public internal(set) var unchanged: Int64 = 0
  /// How many lines were in the log already, by their ids.
  public internal(set) var repeats: Int64 = 0

  mutating func add(_ other: ImportReport, times factor: Int64) {
    lines += factor * other.lines
    records += factor * other.records
    added += factor * other.added
    unchanged += factor * other.unchanged
    repeats += factor * other.repeats
  }
}
