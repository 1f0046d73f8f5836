public import Integrations

/// How far a reader of the log has come: it has read everything up to a position of an epoch.
///
/// It is written `EPOCH-POSITION`, such as `1-41`. A restore begins a new epoch, since the
/// positions after it stand for other records than before.
public struct FeedCursor: Hashable, Sendable {
  /// The number of restores plus 1.
  public var epoch: Int64
  /// The last position that was read; 0 for none.
  public var position: Position

  /// A cursor at a position of an epoch.
  public init(epoch: Int64, position: Position) {
    self.epoch = epoch
    self.position = position
  }

  /// Reads `EPOCH-POSITION`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in Int64(part).flatMap { String($0) == part ? $0 : nil } }
    guard parts.count == 2, numbers.count == 2, numbers[0] >= 1, numbers[1] >= 0 else { return nil }
    self.init(epoch: numbers[0], position: Position(numbers[1]))
  }
}

extension FeedCursor: CustomStringConvertible {
  /// The form that options and feeds use, `1-41`.
  public var description: String { "\(epoch)-\(position.number)" }
}

extension FeedCursor {
  /// The cursor at the end of the log.
  package static func last(_ connection: Connection) throws -> FeedCursor {
    FeedCursor(
      epoch: try PropertyTable.value(of: .epoch, connection).flatMap(Int64.init) ?? 1,
      position: Position(try LogHead(connection).position))
  }
}

/// How a cursor stands to a log.
public enum CursorStanding: Hashable, Sendable {
  /// What was read is how the log begins.
  case holds
  /// The log ends before it, at this cursor.
  case ahead(last: FeedCursor)
  /// The ledger was restored since; up to this cursor of its own epoch, what was read is how the
  /// log begins.
  case restored(common: FeedCursor)
  /// The ledger, whose log ends at this cursor, never was in that epoch: it is an older copy, or
  /// another ledger.
  case foreign(last: FeedCursor)
}

extension Ledger {
  /// The cursor at the end of the log.
  public func lastCursor() throws -> FeedCursor {
    try read { try FeedCursor.last($0) }
  }

  /// The projections that stopped at a record that they could not read, and show nothing after it.
  public func stoppedProjections() throws -> Set<Projection> {
    try read { try Projection.stopped($0) }
  }

  /// The cursor of a reader who has come to a position.
  public func cursor(at position: Position) throws -> FeedCursor {
    FeedCursor(epoch: try lastCursor().epoch, position: position)
  }

  /// The record with an id; nil if there is none.
  public func record(_ id: RecordID) throws -> Record? {
    try read { try RecordTable.find(id, $0) }
  }

  /// How a cursor stands to this log.
  public func standing(of cursor: FeedCursor) throws -> CursorStanding {
    let last = try lastCursor()
    guard cursor.epoch <= last.epoch else { return .foreign(last: last) }
    guard cursor.epoch == last.epoch else {
      let common = try lastKept(of: cursor, last)
      return .restored(common: FeedCursor(epoch: last.epoch, position: common))
    }
    return cursor.position > last.position ? .ahead(last: last) : .holds
  }

  /// The hash of the record at a position; nil if it is not there.
  public func recordHash(at position: Position) throws -> [UInt8]? {
    try read { try RecordTable.hash(at: position, $0) }
  }

  /// The last position up to which no restore after a cursor's epoch has changed the log.
  private func lastKept(of cursor: FeedCursor, _ last: FeedCursor) throws -> Position {
    var query = RecordQuery(of: .system)
    query.bookkeeping = [Record.Bookkeeping.Name.restored.rawValue]
    let restores = try records(query).filter { record in
      guard case .bookkeeping(let bookkeeping) = record.content.what,
        let epoch = bookkeeping.begunEpoch
      else { return false }
      return epoch > cursor.epoch && epoch <= last.epoch
    }
    let kept = restores.map { $0.position.number - 1 }.min() ?? 0
    return Position(min(cursor.position.number, kept))
  }
}
