public import Integrations

/// The moment that a question is about.
public enum AsOf: Hashable, Sendable {
  /// Now, by the computer's clock.
  case now
  /// A time: each stream counts up to its first record whose `time` is later, and then the clock
  /// stands at that time.
  case time(Timestamp)
  /// A position: the records up to it count, and the clock stands at their latest `time`.
  case position(Position)
}

extension AsOf {
  /// The last position that can count at this moment.
  var lastPosition: Int64 {
    if case .position(let position) = self { position.number } else { .max }
  }

  /// Where the clock stands at this moment.
  ///
  /// - Throws: `LedgerError.noPosition` if the position is not there yet.
  func clock(_ connection: Connection, _ effects: Effects) throws -> Timestamp {
    switch self {
    case .now: return effects.now()
    case .time(let time): return time
    case .position(let position):
      guard let latest = try RecordTable.latest(at: position.number, connection) else {
        throw LedgerError.noPosition(position, last: Position(try LogHead(connection).position))
      }
      return Timestamp(milliseconds: latest)
    }
  }
}
