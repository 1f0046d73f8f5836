import GRDB
import Integrations

/// One row of `record` while a scan stands on it; its bytes are valid until the next step.
struct RecordRow {
  private let raw: RawStatement

  /// A row of `RecordScan.columns`.
  init(_ raw: RawStatement) { self.raw = raw }

  var position: Int64 { raw.integer(0) }
  var stream: Int64 { raw.integer(1) }
  var sequence: Int64 { raw.integer(2) }
  var bytes: UnsafeRawBufferPointer { raw.bytes(3) }
  var hash: UnsafeRawBufferPointer { raw.bytes(4) }
  var id: UnsafeRawBufferPointer { raw.bytes(5) }
  var attempt: UnsafeRawBufferPointer? { raw.isNull(6) ? nil : raw.bytes(6) }
  var latest: Int64 { raw.integer(7) }
}

/// Reads rows one after another, never the log as a whole.
///
/// What is read is what was verified: positions and sequences are gapless, and where they are not,
/// because the file or one of its indexes was changed, nothing is told that leaves records out.
enum RecordScan {
  static let columns = "position, stream, sequence, bytes, hash, id, attempt, latest"

  /// Every row after a position, in order, up to and including another.
  ///
  /// - Parameter areGapsTold: Whether the caller looks for gaps itself.
  static func all(
    after start: Int64 = 0, through end: Int64 = .max, areGapsTold: Bool = false,
    _ database: Database, _ body: (RecordRow) throws -> Void
  ) throws {
    try some(after: start, through: end, areGapsTold: areGapsTold, database) {
      try body($0)
      return true
    }
  }

  /// The same, until the body answers false.
  static func some(
    after start: Int64 = 0, through end: Int64 = .max, areGapsTold: Bool = false,
    _ database: Database, _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE position > ? AND position <= ? ORDER BY position
      """
    var last = start
    let isWhole = try database.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      while try raw.step() {
        let row = RecordRow(raw)
        guard areGapsTold || row.position == last + 1 else { throw missing(last + 1) }
        last = row.position
        guard try body(row) else { return false }
      }
      return true
    }
    guard isWhole, !areGapsTold else { return }
    let head = try LogWriter.head(database).position
    guard last >= min(end, head) else { throw missing(last + 1) }
  }

  /// The first position after another; nil where there is none.
  static func first(after position: Int64, _ database: Database) throws -> Int64? {
    let sql = "SELECT position FROM record WHERE position > ? ORDER BY position LIMIT 1"
    return try database.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      return try raw.step() ? raw.integer(0) : nil
    }
  }

  /// One stream's rows in order; the body answers false to stop.
  ///
  /// - Parameter end: The last position that counts.
  static func stream(
    _ stream: Int64, through end: Int64 = .max, _ database: Database,
    _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE stream = ? AND sequence >= 0 ORDER BY sequence
      """
    var next: Int64 = 0
    let isWhole = try database.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      while try raw.step() {
        let row = RecordRow(raw)
        // No position comes before the first; verification tells of one.
        guard row.position > 0 else { continue }
        guard row.sequence == next else { throw missing(sequence: next, before: row.position) }
        guard row.position <= end else { return false }
        next += 1
        guard try body(row) else { return false }
      }
      return true
    }
    guard isWhole else { return }
    let size = try StreamRow.size(of: stream, database)
    guard next == size else { throw StreamRow.wrong(stream, size, next) }
  }

  private static func missing(_ position: Int64) -> LedgerError {
    .unreadable(position: Position(position), what: "it is missing")
  }

  static func missing(sequence: Int64, before position: Int64) -> LedgerError {
    .unreadable(
      position: Position(position),
      what: "record \(sequence) of its company is missing, which comes next")
  }

  /// One stream's rows from its end on; the body answers false to stop.
  static func newestFirst(
    _ stream: Int64, _ database: Database, _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = "SELECT \(columns) FROM record WHERE stream = ? ORDER BY sequence DESC"
    try database.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      while try raw.step(), try body(RecordRow(raw)) {}
    }
  }
}
