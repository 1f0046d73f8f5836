package import Integrations

/// A time as a person writes it; which moment is meant depends on the clock and the zone.
package enum GivenTime: Hashable, Sendable {
  /// This moment.
  case now
  /// So many seconds before now.
  case ago(seconds: Int64)
  /// So many seconds after now.
  case ahead(seconds: Int64)
  /// The first moment of today (0), yesterday (1) or an earlier day.
  case day(before: Int64)
  /// What clocks in the zone show, written as though it were UTC.
  case wall(Timestamp)
  /// A time with its offset.
  case exact(Timestamp)

  /// The moment that is meant.
  ///
  /// A moment outside of the years 0001 to 9999, which no record can have, becomes the nearest one
  /// in them.
  package func moment(at now: Timestamp, in zone: Zone) -> Timestamp {
    let moment =
      switch self {
      case .now: now
      case .ago(let seconds): now.adding(seconds: -seconds)
      case .ahead(let seconds): now.adding(seconds: seconds)
      case .day(let days): zone.midnight(before: now, daysAgo: days)
      case .wall(let time): zone.moment(showing: time)
      case .exact(let time): time
      }
    return min(max(moment, Timestamp.recordable.lowerBound), Timestamp.recordable.upperBound)
  }
}
