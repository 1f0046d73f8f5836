public import Integrations

/// Which records to read, and in which direction.
public struct RecordQuery: Hashable, Sendable {
  /// Only this company's; nil for every company's and the ledger's own.
  public var company: Company?
  /// Only this provider's; nil for every provider's and the ledger's own.
  public var provider: Provider?
  /// Only these actions; all records if no bookkeeping is asked for either.
  public var actions: Set<ActionName> = []
  /// Only bookkeeping of these names, such as `person.introduced`, beside the actions.
  public var bookkeeping: Set<String> = []
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
  /// Calls `body` with one record after another, in one snapshot; the log is never held in memory.
  ///
  /// - Parameter body: Gets a position and the record's bytes, valid until it returns; returns
  ///   false to stop.
  /// - Returns: The last position of the snapshot; later records were not read.
  @discardableResult
  public func forEachRecord(
    _ query: RecordQuery = RecordQuery(),
    _ body: (Position, UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Position {
    try read { connection in
      let head = Position(try LogHead(connection).position)
      _ = try query.moment.clock(connection, effects)
      guard let plan = try query.plan(head.number, connection), query.limit > 0 else { return head }
      let stop = StopSign.current
      var found = 0
      var expected =
        query.isReversed ? plan.rows.numbers.upperBound - 1 : plan.rows.numbers.lowerBound
      let isWhole = try RecordScan.numbered(
        plan.rows, isReversed: query.isReversed, connection
      ) { row in
        try stop?.check()
        let position = Position(row.position)
        guard row.number == expected else { throw plan.rows.missing(expected) }
        expected += query.isReversed ? -1 : 1
        do throws(RecordError) {
          guard plan.ends?.contains(row.position, of: row.stream) ?? true,
            try query.matches(row.bytes)
          else { return true }
        } catch {
          throw LedgerError.unreadable(position: position, what: error.clause)
        }
        found += 1
        return try body(position, row.bytes) && found < query.limit
      }
      if isWhole {
        let end = query.isReversed ? plan.rows.numbers.lowerBound - 1 : plan.rows.numbers.upperBound
        guard expected == end else { throw plan.rows.missing(expected) }
      }
      return head
    }
  }

  /// The records that a query finds, decoded; for queries that find few.
  public func records(_ query: RecordQuery) throws -> [Record] {
    var records: [Record] = []
    try forEachRecord(query) { position, bytes in
      records.append(try Record(position: position, reading: bytes))
      return true
    }
    return records
  }
}

extension RecordQuery {
  struct Plan {
    var rows: NumberedRows
    /// Where the streams end; nil if the moment is not a time.
    var ends: StreamEnds?
  }

  /// How to read the records: along one stream if they are all in it, else along the log; nil if no
  /// record can match.
  ///
  /// Both are numbered without gaps, so a missing record is noticed. The index by attempt is not,
  /// so it only tells which stream to read.
  func plan(_ head: Int64, _ connection: Connection) throws -> Plan? {
    var start = after.number
    if let since { start = max(start, try RecordTable.lastPosition(before: since, connection)) }
    let end = min(through.number, moment.lastPosition, head)
    guard start < end else { return nil }
    var stream: StreamTable.Row?
    if let company {
      guard let found = try StreamTable.find(company, connection) else { return nil }
      stream = found
    } else if let attempt {
      stream = try RecordTable.stream(of: attempt, connection).map {
        StreamTable.Row(id: $0, size: try StreamTable.size(of: $0, connection))
      }
    }
    var ends: StreamEnds?
    if case .time(let time) = moment { ends = try StreamEnds(of: stream?.id, at: time, connection) }
    guard let stream else {
      return Plan(rows: NumberedRows(numbers: max(start, 0) + 1..<end + 1), ends: ends)
    }
    let first = try RecordTable.sequence(after: start, in: stream, connection)
    let last = try RecordTable.sequence(after: end, in: stream, connection)
    guard first < last else { return nil }
    return Plan(rows: NumberedRows(stream: stream.id, numbers: first..<last), ends: ends)
  }

  private var hasTypes: Bool { !actions.isEmpty || !bookkeeping.isEmpty }

  func matches(_ bytes: UnsafeRawBufferPointer) throws(RecordError) -> Bool {
    guard
      provider != nil || hasTypes || actor != nil || attempt != nil || since != nil
        || until != nil
    else { return true }
    let view = try RecordView(bytes)
    if let provider, view.provider != provider { return false }
    if let since, view.time < since { return false }
    if let until, view.time >= until { return false }
    if let actor, !view.actor.elementsEqual(actor.description.utf8) { return false }
    if hasTypes {
      let isAsked =
        if let name = try view.actionName() { actions.contains(name) } else {
          bookkeeping.contains(view.bookkeepingName)
        }
      guard isAsked else { return false }
    }
    if let attempt { return try view.action()?.attempt == attempt }
    return true
  }
}
