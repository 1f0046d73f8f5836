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
