public import Integrations

/// Which records a reader of the feed asks for: of several values of one kind any one, of several
/// kinds each.
public struct FeedQuery: Hashable, Sendable {
  /// Only these companies' records; nil for everybody's and the ledger's own.
  public var companies: Set<Company>?
  /// Only these providers' records; empty for every one's and the ledger's own.
  public var providers: Set<Provider> = []
  /// Only records of these types; empty for all.
  public var types: Set<RecordType> = []

  /// Every record.
  public init() {}

  /// True if it asks for a record.
  public func matches(_ subject: FeedSubject) -> Bool {
    if let companies, !companies.contains(subject.company) { return false }
    if !providers.isEmpty {
      guard let provider = subject.provider, providers.contains(provider) else { return false }
    }
    return types.isEmpty || types.contains { $0.stored == subject.type }
  }

  fileprivate func matches(_ bytes: UnsafeRawBufferPointer) throws(RecordError) -> Bool {
    guard companies != nil || !providers.isEmpty || !types.isEmpty else { return true }
    return matches(try FeedSubject(bytes))
  }
}

/// What a record is about, as far as readers of the feed ask.
public struct FeedSubject: Hashable, Sendable {
  /// Whose stream it is in; the ledger's own records are in that of `system`.
  public let company: Company
  /// The provider; nil for bookkeeping.
  public let provider: Provider?
  /// The type, such as `integration.failed.v1`.
  public let type: String

  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    let view = try RecordView(bytes)
    guard let company = Company(stream: String(decoding: view.stream, as: UTF8.self)) else {
      throw RecordError("\"source\" names no company", "\"source\" anger inget företag")
    }
    self.company = company
    provider = view.provider
    type = String(decoding: view.type, as: UTF8.self)
  }
}

/// How far one reading of the feed came.
public struct FeedReading: Hashable, Sendable {
  /// Everything up to here was looked at; the reader goes on after it.
  public let cursor: FeedCursor
  /// The end of the log in the snapshot that was read.
  public let head: FeedCursor

  /// True if there is more to read.
  public var hasMore: Bool { cursor.position < head.position }
}

/// A cursor that this log cannot go on from.
public struct CursorError: Error, Hashable, Sendable {
  /// The cursor.
  public let cursor: FeedCursor
  /// How it stands to the log.
  public let standing: CursorStanding
  /// The record of the first restore since the cursor's epoch; nil if there was none.
  public let restored: RecordID?
}

extension Ledger {
  /// A reading looks at no more records than this, so that a filter that finds little does not hold
  /// the database for long.
  public static let feedScanLimit = 20_000

  /// Calls `body` with the records after a cursor that a query asks for, in order, in one snapshot.
  ///
  /// - Parameters:
  ///   - cursor: Where the reader has come to; nil for the beginning.
  ///   - body: Gets a position and the record's bytes, valid until it returns; returns false to stop
  ///     after it.
  /// - Throws: `CursorError` if the log is not what the reader has read.
  public func readFeed(
    after cursor: FeedCursor?, _ query: FeedQuery = FeedQuery(),
    _ body: (Position, UnsafeRawBufferPointer) throws -> Bool
  ) throws -> FeedReading {
    let reading = try read { connection -> FeedReading? in
      let head = try FeedCursor.last(connection)
      let start = cursor ?? FeedCursor(epoch: head.epoch, position: Position(0))
      guard start.epoch == head.epoch, start.position <= head.position else { return nil }
      let last = try query.scan(after: start.position, through: head.position, connection, body)
      return FeedReading(cursor: FeedCursor(epoch: head.epoch, position: last), head: head)
    }
    if let reading { return reading }
    guard let cursor else { preconditionFailure("a reading from the beginning always holds") }
    throw CursorError(
      cursor: cursor, standing: try standing(of: cursor), restored: try restore(after: cursor.epoch)
    )
  }

  /// What the records after a cursor are about, and where the log ends.
  ///
  /// - Returns: nil if there are more than a limit, or the log is not what was read.
  public func feedSubjects(
    after cursor: FeedCursor, limit: Int
  ) throws -> (subjects: [FeedSubject], head: FeedCursor)? {
    var subjects: [FeedSubject] = []
    do {
      let reading = try readFeed(after: cursor) { position, bytes in
        do throws(RecordError) {
          subjects.append(try FeedSubject(bytes))
        } catch {
          throw LedgerError.unreadable(position: position, what: error.clause)
        }
        return subjects.count < limit
      }
      return reading.hasMore ? nil : (subjects, reading.head)
    } catch is CursorError {
      return nil
    }
  }

  /// The record of the first restore that began an epoch after this one.
  private func restore(after epoch: Int64) throws -> RecordID? {
    var query = RecordQuery(of: .system)
    query.bookkeeping = [Record.Bookkeeping.Name.restored.rawValue]
    return try records(query).first { record in
      guard case .bookkeeping(let bookkeeping) = record.content.what,
        let begun = bookkeeping.begunEpoch
      else { return false }
      return begun > epoch
    }?.content.id
  }
}

extension FeedQuery {
  /// Gives `body` what is asked for.
  ///
  /// - Returns: The last position that was looked at.
  fileprivate func scan(
    after start: Position, through head: Position, _ connection: Connection,
    _ body: (Position, UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Position {
    var records = RecordQuery(of: companies?.count == 1 ? companies?.first : nil)
    records.after = start
    guard let plan = try records.plan(head.number, connection) else { return head }
    var (expected, seen) = (plan.rows.numbers.lowerBound, 0)
    var last = start
    let isWhole = try RecordScan.numbered(plan.rows, isReversed: false, connection) { row in
      let position = Position(row.position)
      guard row.number == expected else { throw plan.rows.missing(expected) }
      expected += 1
      seen += 1
      last = position
      do throws(RecordError) {
        guard try matches(row.bytes) else { return seen < Ledger.feedScanLimit }
      } catch {
        throw LedgerError.unreadable(position: position, what: error.clause)
      }
      return try body(position, row.bytes) && seen < Ledger.feedScanLimit
    }
    guard isWhole else { return last }
    guard expected == plan.rows.numbers.upperBound else { throw plan.rows.missing(expected) }
    return head
  }
}
