public import Integrations

/// What a program that explains is given: what the ledger holds at a moment, and nothing of the world.
public struct Question: Sendable {
  /// The provider.
  public var provider: Provider
  /// The records of the company.
  public var records: [Recorded]
  /// The time by our clock.
  public var now: Timestamp
  /// The consents that the same user gave for other companies, oldest first.
  public var elsewhere: [Elsewhere]

  /// A consent for another company: its record stands between two of ours.
  public struct Elsewhere: Hashable, Sendable {
    /// How many records of the company stood in the ledger before it.
    public var place: Int
    /// When it was given, by our clock.
    public var time: Timestamp
  }

  /// The latest consent for another company that was recorded between two of our records.
  public func consent(after: Int, before: Int) -> Elsewhere? {
    elsewhere.last { $0.place > after && $0.place <= before }
  }
}

extension Product {
  /// What is asked about it now.
  var question: Question {
    Question(
      provider: world.facts.provider, records: records, now: now, elsewhere: elsewhere)
  }
}
