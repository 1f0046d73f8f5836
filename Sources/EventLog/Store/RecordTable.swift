import GRDB
package import Integrations
import Transparency

/// Where the log ends.
package struct LogHead: Hashable {
  /// The last position; 0 if nothing is recorded.
  package let position: Int64
  /// The latest `time` of all records, in milliseconds; `.min` if nothing is recorded.
  package let latest: Int64

  /// The end of the log that the connection's transaction sees.
  package init(_ connection: Connection) throws {
    let sql = "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"
    (position, latest) = try connection.withRaw(sql) { raw in
      guard try raw.step() else { return (0, .min) }
      let position = raw.integer(0)
      guard position < Bounds.highest else {
        throw Connection.corrupt("no position can come after \(position)")
      }
      return (position, raw.integer(1))
    }
  }
}

/// Single rows of `record`; `RecordScan` reads them one after another.
package enum RecordTable {
  /// The record with an id; nil if there is none.
  static func find(_ id: RecordID, _ connection: Connection) throws -> Record? {
    try connection.withRaw("SELECT position, bytes FROM record WHERE id = ?") { raw in
      id.withBytes { raw.bind(blob: $0, at: 1) }
      guard try raw.step() else { return nil }
      return try Record(position: Position(raw.integer(0)), reading: raw.bytes(1))
    }
  }

  /// The latest `time` of the records up to a position, in milliseconds; nil if it is not there.
  static func latest(at position: Int64, _ connection: Connection) throws -> Int64? {
    try connection.withRaw("SELECT latest FROM record WHERE position = ?") { raw in
      raw.bind(position, at: 1)
      return try raw.step() ? raw.integer(0) : nil
    }
  }

  /// The stored hash of the record at a position; nil if it is not there.
  package static func hash(at position: Position, _ connection: Connection) throws -> [UInt8]? {
    try connection.withRaw("SELECT hash FROM record WHERE position = ?") { raw in
      raw.bind(position.number, at: 1)
      return try raw.step() ? Array(raw.bytes(0)) : nil
    }
  }

  /// The number in its stream of the record at a position; nil if it is another stream's.
  package static func sequence(
    at position: Position, in stream: Int64, _ connection: Connection
  ) throws -> SequenceNumber? {
    let sql = "SELECT sequence FROM record WHERE position = ? AND stream = ?"
    return try connection.withRaw(sql) { raw in
      raw.bind(position.number, at: 1)
      raw.bind(stream, at: 2)
      return try raw.step() ? SequenceNumber(raw.integer(0)) : nil
    }
  }

  /// The rows of a stream with these numbers; `body` gets nil for one that is not there.
  static func forEach(
    _ sequences: [SequenceNumber], in stream: Int64, _ connection: Connection,
    _ body: (SequenceNumber, RecordRow?) throws -> Void
  ) throws {
    let sql = "SELECT \(RecordScan.columns) FROM record WHERE stream = ? AND sequence = ?"
    try connection.withRaw(sql) { raw in
      for sequence in sequences {
        raw.reset()
        raw.bind(stream, at: 1)
        raw.bind(sequence.number, at: 2)
        try body(sequence, try raw.step() ? RecordRow(raw) : nil)
      }
    }
  }

  /// Positions that no record can have.
  package static func positionsBeforeFirst(_ connection: Connection) throws -> [Int64] {
    try Int64.fetchAll(
      connection.database, sql: "SELECT position FROM record WHERE position < 1")
  }

  /// The stream with the records of an attempt; nil if the index names none or several, or leads to
  /// others.
  static func stream(of attempt: AttemptID, _ connection: Connection) throws -> Int64? {
    try connection.withRaw("SELECT stream, bytes FROM record WHERE attempt = ?") { raw in
      attempt.withBytes { raw.bind(blob: $0, at: 1) }
      var found: Int64?
      while try raw.step() {
        let stream = raw.integer(0)
        let action = try? RecordView.read(raw.bytes(1)).action
        guard action?.attempt == attempt, found == nil || found == stream else { return nil }
        found = stream
      }
      return found
    }
  }

  /// A stream's last record: where it is, its time, and how many there are up to it; nil if there is
  /// none.
  static func last(
    of stream: Int64, _ connection: Connection
  ) throws -> (position: Int64, time: Timestamp, count: Int64)? {
    let sql = """
      SELECT position, bytes, sequence FROM record WHERE stream = ? ORDER BY sequence DESC LIMIT 1
      """
    return try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      guard try raw.step() else { return nil }
      let (view, _) = try RecordView.reading(raw.bytes(1), at: raw.integer(0))
      return (raw.integer(0), view.time, try StreamTable.bounded(raw.integer(2)) + 1)
    }
  }

  /// Every record of attempts whose ids lie in a range, in the order of the ids and then of the
  /// positions.
  static func forEach(
    attempt range: AttemptRange, _ connection: Connection,
    _ body: (AttemptID, _ position: Int64, _ bytes: UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let sql = """
      SELECT attempt, position, bytes FROM record WHERE attempt >= ? AND attempt <= ?
      ORDER BY attempt, position
      """
    try connection.withRaw(sql) { raw in
      range.first.withBytes { raw.bind(blob: $0, at: 1) }
      range.last.withBytes { raw.bind(blob: $0, at: 2) }
      while try raw.step() {
        guard let attempt = AttemptID(stored: raw.bytes(0)) else { continue }
        try body(attempt, raw.integer(1), raw.bytes(2))
      }
    }
  }

  /// The sequence of a stream's first record after a position; its size if there is none.
  ///
  /// Positions rise along a stream, so halving finds it, and finds where a record is missing.
  static func sequence(
    after position: Int64, in stream: StreamTable.Row, _ connection: Connection
  ) throws -> Int64 {
    let sql = "SELECT position FROM record WHERE stream = ? AND sequence = ?"
    return try connection.withRaw(sql) { raw in
      func lies(after sequence: Int64) throws -> Bool? {
        raw.reset()
        raw.bind(stream.id, at: 1)
        raw.bind(sequence, at: 2)
        return try raw.step() ? raw.integer(0) > position : nil
      }
      // The row of the stream says where it ends, so nothing may come after.
      guard try lies(after: stream.size) == nil else {
        throw StreamTable.wrongSize(stream.id, stream.size, stream.size + 1)
      }
      var (low, high) = (Int64(0), stream.size)
      while low < high {
        let middle = low + (high - low) / 2
        guard let isAfter = try lies(after: middle) else {
          throw StreamTable.wrongSize(stream.id, stream.size, middle)
        }
        if isAfter { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// The last position before which no record has this time or a later one.
  ///
  /// `latest` never falls along the log, so halving finds it without an index on times.
  static func lastPosition(before time: Timestamp, _ connection: Connection) throws -> Int64 {
    var low: Int64 = 0
    var high = try LogHead(connection).position
    while low < high {
      let middle = low + (high - low + 1) / 2
      if let latest = try latest(at: middle, connection), latest < time.milliseconds {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }
}

/// The statement that inserts a record, prepared once a transaction.
struct RecordInsertion {
  private let statement: Statement

  init(_ connection: Connection) throws {
    statement = try connection.database.cachedStatement(
      sql: """
        INSERT INTO record (position, stream, sequence, id, attempt, latest, hash, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
  }

  /// Inserts one record.
  ///
  /// - Parameter latest: The latest `time` of the records up to it, in milliseconds.
  /// - Throws: an error that `isConflict` recognizes if its id or number is taken.
  func insert(
    _ draft: LogWriter.Draft, at position: Int64, stream: Int64, latest: Int64,
    _ connection: Connection
  ) throws {
    let content = draft.content
    try connection.withRaw(statement) { raw in
      raw.bind(position, at: 1)
      raw.bind(stream, at: 2)
      raw.bind(content.sequence.number, at: 3)
      content.id.withBytes { raw.bind(blob: $0, at: 4) }
      if case .action(let action, _) = content.what, let attempt = action.attempt {
        attempt.withBytes { raw.bind(blob: $0, at: 5) }
      } else {
        raw.bindNull(at: 5)
      }
      raw.bind(latest, at: 6)
      draft.hash.withBytes { raw.bind(blob: $0, at: 7) }
      draft.bytes.withUnsafeBytes { raw.bind(blob: $0, at: 8) }
      try raw.run()
    }
  }

  /// True if an error says that a row with the same key is there.
  static func isConflict(_ error: any Error) -> Bool {
    (error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
  }
}
