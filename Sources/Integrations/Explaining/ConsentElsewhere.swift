/// A consent that the user who authorized an integration gave for another company, between the last
/// sign that its grant lived and the record of its death.
///
/// The other company is not named: an explanation is shown to people who know nothing of it.
public struct ConsentElsewhere: Hashable, Sendable {
  /// The number of its record over all companies.
  public var position: Position
  /// When it was given.
  public var time: Timestamp

  /// A consent of another company's.
  public init(position: Position, time: Timestamp) {
    self.position = position
    self.time = time
  }

  /// Where to look for one in the ledger, since a company's own records do not have it.
  public struct Search: Hashable, Sendable {
    /// The attempt that the dead grant came from; whoever started it gave the consent.
    public var attempt: AttemptID
    /// The last record that showed the grant alive.
    public var after: Citation
    /// The record of its death.
    public var before: Citation
  }
}

extension Integration {
  /// Where to look for a consent elsewhere that may have ended the grant; nil if no other consent could
  /// have, or the records already tell what did.
  public func searchForConsentElsewhere(at now: Timestamp) -> ConsentElsewhere.Search? {
    guard profile.answers.consentsAreShared, let grant, let dead = findings[.grantDead],
      diagnosis(at: now).problems.contains(where: { $0.death == .unexplained })
    else { return nil }
    return ConsentElsewhere.Search(
      attempt: grant.attempt, after: grant.proven, before: dead.first)
  }
}

extension Diagnosis {
  /// Names a consent elsewhere as what may have ended the grant, where the records tell nothing better.
  mutating func attributeDeath(to consent: ConsentElsewhere) {
    for place in problems.indices where problems[place].death == .unexplained {
      problems[place].death = .endedElsewhere(consent)
      problems[place].confidence = .likely
    }
  }
}
