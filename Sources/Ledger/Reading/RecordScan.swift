import GRDB
import Integrations

/// One row of `record` while a scan stands on it; its bytes are valid until the next step.
struct RecordRow {
  private let raw: RawStatement

  fileprivate init(_ raw: RawStatement) { self.raw = raw }

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
enum RecordScan {
  static let columns = "position, stream, sequence, bytes, hash, id, attempt, latest"

  /// Every row after a position, in order, up to and including another.
  static func all(
    after start: Int64 = 0, through end: Int64 = .max, _ database: Database,
    _ body: (RecordRow) throws -> Void
  ) throws {
    try some(after: start, through: end, database) {
      try body($0)
      return true
    }
  }

  /// The same, until the body answers false.
  static func some(
    after start: Int64 = 0, through end: Int64 = .max, _ database: Database,
    _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE position > ? AND position <= ? ORDER BY position
      """
    try database.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      while try raw.step(), try body(RecordRow(raw)) {}
    }
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
  static func stream(
    _ stream: Int64, through end: Int64 = .max, _ database: Database,
    _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE stream = ? AND position BETWEEN 1 AND ?
      ORDER BY sequence
      """
    try database.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      raw.bind(end, at: 2)
      while try raw.step(), try body(RecordRow(raw)) {}
    }
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
