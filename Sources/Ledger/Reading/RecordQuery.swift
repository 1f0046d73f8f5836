import GRDB
public import Integrations

/// Which records to read, and in which direction.
public struct RecordQuery: Hashable, Sendable {
  /// Only this company's; nil for every company's and the ledger's own.
  public var company: Company?
  /// Only this provider's; nil for every provider's and the ledger's own.
  public var provider: Provider?
  /// Only these actions; empty for all records.
  public var actions: Set<ActionName> = []
  /// Only what this actor did.
  public var actor: Actor?
  /// Only what belongs to this attempt.
  public var attempt: AttemptID?
  /// Only what happened at this time or later.
  public var since: Timestamp?
  /// Only what happened before this time.
  public var until: Timestamp?
  /// Only records after this position.
  public var after: Position = Position(0)
  /// Only records up to and including this position.
  public var through: Position = Position(.max)
  /// Only records that count at this moment.
  public var moment = AsOf.now
  /// Newest first.
  public var isReversed = false
  /// At most so many.
  public var limit = Int.max

  /// Every record, oldest first; with a company, only its own.
  public init(of company: Company? = nil) {
    self.company = company
  }
}

extension Ledger {
  /// Reads records one after another in one snapshot; never the log as a whole.
  ///
  /// - Parameter body: Takes a position and the record's bytes, valid while it runs; answers false
  ///   to stop.
  /// - Returns: the last position of the snapshot: what comes later was not looked at.
  @discardableResult
  public func forEachRecord(
    _ query: RecordQuery = RecordQuery(),
    _ body: (Position, UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Position {
    try read { database in
      let head = Position(try LogWriter.head(database).position)
      _ = try clock(at: query.moment, database)
      guard let plan = try query.plan(head.number, database), query.limit > 0 else { return head }
      let stop = StopSign.current
      var found = 0
      var expected = query.isReversed ? plan.numbers.upperBound - 1 : plan.numbers.lowerBound
      let isWhole = try database.withRaw(plan.sql) { raw in
        for (index, argument) in plan.arguments.enumerated() {
          raw.bind(argument, at: Int32(index + 1))
        }
        while try raw.step() {
          try stop?.check()
          let position = Position(raw.integer(0))
          let bytes = raw.bytes(1)
          guard raw.integer(3) == expected else { throw plan.missing(expected) }
          expected += query.isReversed ? -1 : 1
          do throws(RecordError) {
            guard plan.ends?.include(position.number, of: raw.integer(2)) ?? true,
              try query.matches(bytes)
            else { continue }
          } catch {
            throw LedgerError.unreadable(position: position, what: error.what)
          }
          found += 1
          guard try body(position, bytes), found < query.limit else { return false }
        }
        return true
      }
      if isWhole {
        let end = query.isReversed ? plan.numbers.lowerBound - 1 : plan.numbers.upperBound
        guard expected == end else { throw plan.missing(expected) }
      }
      return head
    }
  }

  /// The records that a query finds, decoded; for queries that find few.
  public func records(_ query: RecordQuery) throws -> [Record] {
    var records: [Record] = []
    try forEachRecord(query) { position, bytes in
      records.append(try Record(position: position, stored: bytes))
      return true
    }
    return records
  }
}

extension Record {
  /// Reads a record's bytes.
  ///
  /// - Throws: `LedgerError.unreadable`, which names the position.
  public init(position: Position, reading bytes: UnsafeRawBufferPointer) throws(LedgerError) {
    try self.init(position: position, stored: bytes)
  }
}

extension RecordQuery {
  struct Plan {
    var sql: String
    var arguments: [Int64]
    /// Where the streams end; nil where the moment is not a time.
    var ends: StreamEnds?
    /// The sequences or positions that must all be there.
    var numbers: Range<Int64>
    var isOfStream: Bool

    /// What is said where a number is not there.
    func missing(_ number: Int64) -> LedgerError {
      isOfStream
        ? .unreadable(
          position: Position(number), what: "record \(number) of its company is missing")
        : .unreadable(position: Position(number), what: "it is missing")
    }
  }

  /// The narrowest way to the records: by stream, or along the log.
  ///
  /// Both are gapless, so that nothing is left out unseen. An index by attempt is not: it only says
  /// which stream to read.
  ///
  /// Nil where there can be none.
  func plan(_ head: Int64, _ database: Database) throws -> Plan? {
    var start = after.number
    if let since { start = max(start, try Self.lastPosition(before: since, database)) }
    let end = min(through.number, moment.lastPosition, head)
    guard start < end else { return nil }
    var stream: (id: Int64, size: Int64)?
    if let company {
      guard let found = try Ledger.stream(of: company, database) else { return nil }
      stream = found
    } else if let attempt {
      stream = try Self.stream(of: attempt, database)
    }
    var ends: StreamEnds?
    if case .time(let time) = moment { ends = try StreamEnds(of: stream?.id, at: time, database) }
    let order = isReversed ? " DESC" : ""
    guard let stream else {
      let sql = """
        SELECT position, bytes, stream, position FROM record
        WHERE position > ? AND position <= ? ORDER BY position\(order)
        """
      return Plan(
        sql: sql, arguments: [start, end], ends: ends,
        numbers: max(start, 0) + 1..<end + 1, isOfStream: false)
    }
    let first = try Self.sequence(after: start, in: stream, database)
    let last = try Self.sequence(after: end, in: stream, database)
    guard first < last else { return nil }
    let sql = """
      SELECT position, bytes, stream, sequence FROM record
      WHERE stream = ? AND sequence >= ? AND sequence < ? ORDER BY sequence\(order)
      """
    return Plan(
      sql: sql, arguments: [stream.id, first, last], ends: ends,
      numbers: first..<last, isOfStream: true)
  }

  /// The stream with the records of an attempt; nil where the index names none or several, or
  /// leads to others.
  private static func stream(
    of attempt: AttemptID, _ database: Database
  ) throws -> (id: Int64, size: Int64)? {
    let sql = "SELECT stream, bytes FROM record WHERE attempt = ?"
    let found = try database.withRaw(sql) { raw -> Int64? in
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
    return try found.map { ($0, try StreamRow.size(of: $0, database)) }
  }

  /// The sequence of a stream's first record after a position; its size where there is none.
  ///
  /// Positions rise along a stream, so halving finds it, and finds where a record is missing.
  private static func sequence(
    after position: Int64, in stream: (id: Int64, size: Int64), _ database: Database
  ) throws -> Int64 {
    let sql = "SELECT position FROM record WHERE stream = ? AND sequence = ?"
    return try database.withRaw(sql) { raw in
      func lies(after sequence: Int64) throws -> Bool? {
        raw.reset()
        raw.bind(stream.id, at: 1)
        raw.bind(sequence, at: 2)
        return try raw.step() ? raw.integer(0) > position : nil
      }
      // The row of the stream says where it ends, so nothing may come after.
      guard try lies(after: stream.size) == nil else {
        throw StreamRow.wrong(stream.id, stream.size, stream.size + 1)
      }
      var (low, high) = (Int64(0), stream.size)
      while low < high {
        let middle = low + (high - low) / 2
        guard let isAfter = try lies(after: middle) else {
          throw StreamRow.wrong(stream.id, stream.size, middle)
        }
        if isAfter { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// The last position before which no record has this time or a later one.
  ///
  /// `latest` never falls along the log, so halving finds it without an index on times.
  static func lastPosition(before time: Timestamp, _ database: Database) throws -> Int64 {
    var low: Int64 = 0
    var high = try LogWriter.head(database).position
    while low < high {
      let middle = low + (high - low + 1) / 2
      let latest = try Int64.fetchOne(
        database, sql: "SELECT latest FROM record WHERE position = ?", arguments: [middle])
      if let latest, latest < time.milliseconds { low = middle } else { high = middle - 1 }
    }
    return low
  }

  func matches(_ bytes: UnsafeRawBufferPointer) throws(RecordError) -> Bool {
    guard
      provider != nil || !actions.isEmpty || actor != nil || attempt != nil || since != nil
        || until != nil
    else { return true }
    let view = try RecordView(bytes)
    if let provider, view.provider != provider { return false }
    if let since, view.time < since { return false }
    if let until, view.time >= until { return false }
    if let actor, !view.actor.elementsEqual(actor.description.utf8) { return false }
    if !actions.isEmpty {
      guard let name = try view.actionName(), actions.contains(name) else { return false }
    }
    if let attempt { return try view.action()?.attempt == attempt }
    return true
  }
}
