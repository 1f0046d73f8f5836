public import Integrations

/// The moment that a question is about.
public enum Moment: Hashable, Sendable {
  /// Now, by the computer's clock.
  case now
  /// A time: each stream counts up to its first record whose `time` is later, and then the clock
  /// stands at that time.
  case time(Timestamp)
  /// A position: the records up to it count, and the clock stands at their latest `time`.
  case position(Position)
}

/// An integration as it was or is at a moment.
public struct IntegrationView: Hashable, Sendable {
  /// The company.
  public let company: Company
  /// The provider.
  public let provider: Provider
  /// The fold of its records.
  public let state: Integration
  /// Where the clock stands: phases and verdicts are as of then.
  public let now: Timestamp
  /// How many records of the company's stream counted.
  public let size: Int64
}
