import CommandKit
import EventLog
import Integrations

/// The moment of a question as a person writes it: a time, or after a record.
enum GivenAsOf: Hashable {
  case time(GivenTime)
  case position(Position)
}

extension TimeOptions {
  /// The clock when the command began, so that every time in it counts from the same moment.
  static let now = Effects.live.now()

  /// How times are shown, with ages on a terminal unless the options say otherwise.
  var style: TimeStyle { style(isTerminal: Output.isTerminal) }

  func moment(_ given: GivenTime) -> Timestamp { moment(given, at: Self.now) }

  func moment(_ given: GivenAsOf) -> AsOf {
    switch given {
    case .time(let time): .time(moment(time))
    case .position(let position): .position(position)
    }
  }

  /// What ages are counted from: the time that was asked about, else the clock, which goes on while
  /// a command follows.
  func clock(at moment: AsOf) -> @Sendable () -> Timestamp {
    if case .time(let time) = moment { { time } } else { Effects.live.now }
  }
}
