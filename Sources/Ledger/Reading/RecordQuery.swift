import GRDB
public import Integrations

/// Which records to read, and in which direction.
public struct RecordQuery: Hashable, Sendable {
  /// Only this company's; nil for every company's and the ledger's own.
  public var company: Company?
  /// Only this provider's; nil for every provider's and the ledger's own.
  public var provider: Provider?
  /// Only these actions; empty for all records.
  public var actions: Set<Action.Name> = []
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
  public var moment = Moment.now
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
      guard let plan = try query.plan(database), query.limit > 0 else { return head }
      var found = 0
      try database.withRaw(plan.sql) { raw in
        for (index, argument) in plan.arguments.enumerated() {
          switch argument {
          case .number(let number): raw.bind(number, at: Int32(index + 1))
          case .attempt(let attempt):
            attempt.withBytes { raw.bind(blob: $0, at: Int32(index + 1)) }
          }
        }
        while try raw.step() {
          let position = Position(raw.integer(0))
          let bytes = raw.bytes(1)
          do throws(RecordError) {
            guard plan.ends?.include(position.number, of: raw.integer(2)) ?? true,
              try query.matches(bytes)
            else { continue }
          } catch {
            throw LedgerError.unreadable(position: position, what: error.what)
          }
          found += 1
          guard try body(position, bytes), found < query.limit else { return }
        }
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
    enum Argument {
      case number(Int64)
      case attempt(AttemptID)
    }

    var sql: String
    var arguments: [Argument]
    /// Where the streams end; nil where the moment is not a time.
    var ends: StreamEnds?
  }

  /// The narrowest way to the records: by attempt, by stream, or along the log.
  ///
  /// Nil where there can be none.
  func plan(_ database: Database) throws -> Plan? {
    var conditions = ["position > ?", "position <= ?"]
    var start = after.number
    if let since { start = max(start, try Self.lastPosition(before: since, database)) }
    var arguments: [Plan.Argument] = [
      .number(start), .number(min(through.number, moment.lastPosition)),
    ]
    var stream: Int64?
    var order = "position"
    if let company {
      guard let found = try Ledger.stream(of: company, database) else { return nil }
      stream = found.id
      conditions.append("stream = ?")
      arguments.append(.number(found.id))
      order = attempt == nil ? "sequence" : "position"
    }
    if let attempt {
      // The plus sign keeps SQLite from choosing the stream's index, which is far wider.
      conditions = conditions.map { $0 == "stream = ?" ? "+stream = ?" : $0 }
      conditions.append("attempt = ?")
      arguments.append(.attempt(attempt))
    }
    let sql = """
      SELECT position, bytes, stream FROM record WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(order)\(isReversed ? " DESC" : "")
      """
    var ends: StreamEnds?
    if case .time(let time) = moment { ends = try StreamEnds(of: stream, at: time, database) }
    return Plan(sql: sql, arguments: arguments, ends: ends)
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
    guard provider != nil || !actions.isEmpty || actor != nil || since != nil || until != nil else {
      return true
    }
    let view = try RecordView(bytes)
    if let provider, view.provider != provider { return false }
    if let since, view.time < since { return false }
    if let until, view.time >= until { return false }
    if let actor, !view.actor.elementsEqual(actor.description.utf8) { return false }
    if !actions.isEmpty {
      guard let name = try view.actionName(), actions.contains(name) else { return false }
    }
    return true
  }
}
