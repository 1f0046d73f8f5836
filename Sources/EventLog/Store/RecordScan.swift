import GRDB
import Integrations

/// One row of `record` while a scan stands on it; its bytes are valid until the next step.
package struct RecordRow {
  private let raw: RawStatement

  /// A row of `RecordScan.columns`.
  init(_ raw: RawStatement) { self.raw = raw }

  /// The number over all companies.
  package var position: Int64 { raw.integer(0) }
  var stream: Int64 { raw.integer(1) }
  var sequence: Int64 { raw.integer(2) }
  /// The record's bytes.
  package var bytes: UnsafeRawBufferPointer { raw.bytes(3) }
  /// The stored leaf hash.
  package var hash: UnsafeRawBufferPointer { raw.bytes(4) }
  var id: UnsafeRawBufferPointer { raw.bytes(5) }
  var attempt: UnsafeRawBufferPointer? { raw.isNull(6) ? nil : raw.bytes(6) }
  var latest: Int64 { raw.integer(7) }
}

/// Reads rows one after another; the log is never held in memory.
///
/// Positions and sequences must have no gaps, as verification checks too. A gap means that the file
/// or an index was changed, and ends the read with an error, so that no record is left out
/// unnoticed.
package enum RecordScan {
  static let columns = "position, stream, sequence, bytes, hash, id, attempt, latest"

  /// Every row after a position, in order, up to and including another.
  ///
  /// - Parameter allowsGaps: True if the caller checks for gaps itself.
  package static func all(
    after start: Int64 = 0, through end: Int64 = .max, allowsGaps: Bool = false,
    _ connection: Connection, _ body: (RecordRow) throws -> Void
  ) throws {
    try some(after: start, through: end, allowsGaps: allowsGaps, connection) {
      try body($0)
      return true
    }
  }

  /// The same, until `body` returns false.
  package static func some(
    after start: Int64 = 0, through end: Int64 = .max, allowsGaps: Bool = false,
    _ connection: Connection, _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE position > ? AND position <= ? ORDER BY position
      """
    var last = start
    let isWhole = try connection.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      while try raw.step() {
        let row = RecordRow(raw)
        guard allowsGaps || row.position == last + 1 else { throw missing(last + 1) }
        last = row.position
        guard try body(row) else { return false }
      }
      return true
    }
    guard isWhole, !allowsGaps else { return }
    let head = try LogHead(connection).position
    guard last >= min(end, head) else { throw missing(last + 1) }
  }

  /// The first position after another; nil if there is none.
  static func first(after position: Int64, _ connection: Connection) throws -> Int64? {
    let sql = "SELECT position FROM record WHERE position > ? ORDER BY position LIMIT 1"
    return try connection.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      return try raw.step() ? raw.integer(0) : nil
    }
  }

  /// One stream's rows in order; `body` returns false to stop.
  ///
  /// - Parameter end: The last position that counts.
  package static func stream(
    _ stream: Int64, through end: Int64 = .max, _ connection: Connection,
    _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE stream = ? AND sequence >= 0 ORDER BY sequence
      """
    var next: Int64 = 0
    let isWhole = try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      while try raw.step() {
        let row = RecordRow(raw)
        // No record has such a position; verification reports it.
        guard row.position > 0 else { continue }
        guard row.sequence == next else { throw missing(sequence: next, before: row.position) }
        guard row.position <= end else { return false }
        next += 1
        guard try body(row) else { return false }
      }
      return true
    }
    guard isWhole else { return }
    let size = try StreamTable.size(of: stream, connection)
    guard next == size else { throw StreamTable.wrongSize(stream, size, next) }
  }

  private static func missing(_ position: Int64) -> LedgerError {
    .unreadable(position: Position(position), what: Text("it is missing", "den saknas"))
  }

  /// The error for a record of a stream that is not there.
  package static func missing(sequence: Int64, before position: Int64) -> LedgerError {
    .unreadable(
      position: Position(position),
      what: Text(
        "record \(sequence) of its company is missing, which comes next",
        "post \(sequence) för dess företag saknas, som kommer härnäst"))
  }

  /// One stream's rows from the last to the first; `body` returns false to stop.
  static func newestFirst(
    _ stream: Int64, _ connection: Connection, _ body: (RecordRow) throws -> Bool
  ) throws {
    let sql = "SELECT \(columns) FROM record WHERE stream = ? ORDER BY sequence DESC"
    try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      while try raw.step(), try body(RecordRow(raw)) {}
    }
  }

  /// Every row after a position up to and including another, from the last to the first.
  static func newest(
    after start: Int64, through end: Int64, _ connection: Connection,
    _ body: (NumberedRows.Row) throws -> Void
  ) throws {
    guard start < end else { return }
    let rows = NumberedRows(numbers: start + 1..<end + 1)
    var expected = end
    _ = try numbered(rows, isReversed: true, connection) { row in
      guard row.number == expected else { throw rows.missing(expected) }
      expected -= 1
      try body(row)
      return true
    }
    guard expected == start else { throw rows.missing(expected) }
  }

  /// The last position of a range that no search by position finds; nil if all are found.
  ///
  /// From the end backwards: SQLite comes to the next one after another without searching.
  package static func firstNotFound(
    after start: Int64, through end: Int64, _ connection: Connection
  ) throws -> Int64? {
    let sql = """
      SELECT found.position FROM record AS here
      CROSS JOIN record AS found ON found.position = here.position
      WHERE here.position > ? AND here.position <= ? ORDER BY here.position DESC
      """
    return try connection.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      var position = end
      while position > start {
        guard try raw.step(), raw.integer(0) == position else { return position }
        position -= 1
      }
      return nil
    }
  }

  /// Rows in the order of their numbers, which the caller compares with `NumberedRows.numbers`.
  ///
  /// - Parameter body: Returns false to stop.
  /// - Returns: False if `body` stopped.
  static func numbered(
    _ rows: NumberedRows, isReversed: Bool, _ connection: Connection,
    _ body: (NumberedRows.Row) throws -> Bool
  ) throws -> Bool {
    let order = isReversed ? " DESC" : ""
    let sql =
      rows.stream == nil
      ? """
      SELECT position, bytes, stream, position FROM record
      WHERE position >= ? AND position < ? ORDER BY position\(order)
      """
      : """
      SELECT position, bytes, stream, sequence FROM record
      WHERE sequence >= ? AND sequence < ? AND stream = ? ORDER BY sequence\(order)
      """
    return try connection.withRaw(sql) { raw in
      raw.bind(rows.numbers.lowerBound, at: 1)
      raw.bind(rows.numbers.upperBound, at: 2)
      if let stream = rows.stream { raw.bind(stream, at: 3) }
      while try raw.step() {
        guard try body(NumberedRows.Row(raw: raw)) else { return false }
      }
      return true
    }
  }
}

/// Records with gapless numbers: those of a stream by sequence, or those of the log by position.
struct NumberedRows {
  /// The stream; nil for the whole log.
  var stream: Int64?
  /// The numbers that must all be there.
  var numbers: Range<Int64>

  /// A row while the scan stands on it.
  struct Row {
    fileprivate let raw: RawStatement

    var position: Int64 { raw.integer(0) }
    var bytes: UnsafeRawBufferPointer { raw.bytes(1) }
    var stream: Int64 { raw.integer(2) }
    /// The sequence or the position.
    var number: Int64 { raw.integer(3) }
  }

  /// The error for a number that is not there.
  func missing(_ number: Int64) -> LedgerError {
    .unreadable(
      position: Position(number),
      what: stream == nil
        ? Text("it is missing", "den saknas")
        : Text(
          "record \(number) of its company is missing",
          "post \(number) för dess företag saknas"))
  }
}
