/// An explanation in a few words: what lists and filters need, without its texts and records.
public struct Outline: Hashable, Sendable {
  /// The stable code.
  public var verdict: VerdictCode
  /// The layer where the problem is.
  public var layer: Layer
  /// When it was first seen; for a healthy integration, the time of the consent.
  public var since: Timestamp?
  /// When it was last seen.
  public var last: Timestamp?
}

extension Integration {
  /// What an explanation at a time says, in short.
  public func outline(at now: Timestamp) -> Outline {
    let main = diagnosis(at: now).main
    let span = span(of: main)
    return Outline(verdict: main.code, layer: main.layer, since: span.first, last: span.last)
  }

  /// Who can fix what is wrong at a time.
  public func fixer(at now: Timestamp) -> Advice.Fixer {
    let diagnosis = diagnosis(at: now)
    guard diagnosis.main.code != .healthy else { return .nobody }
    // Who it is does not depend on what the product is called.
    let names = Names(provider, HostProduct())
    return RemedyPlan(state: self, diagnosis: diagnosis, names: names, at: now).advice.fixer
  }

  /// When the clock alone last changed the phase, the verdict, the attempt's state or the warnings by a
  /// time; nil if it has changed nothing since the last record.
  public func clockChange(by now: Timestamp) -> Timestamp? {
    (deadlines + warningTimes).filter { $0 <= now }.max()
  }

  /// When the grant ends, for one that still works at a time and ends by itself.
  public func grantEnd(after now: Timestamp) -> Timestamp? {
    isEnded(at: now) ? nil : grant?.end(provider)
  }
}

extension Problem.Sightings {
  /// When it was last seen, which is never before it was first seen.
  var last: Timestamp? {
    latest.flatMap { latest in first.map { max(latest, $0) } ?? latest }
  }
}
