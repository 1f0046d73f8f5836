/// Something to watch although nothing is wrong yet.
public struct Warning: Hashable, Sendable {
  /// What kind.
  public var code: WarningCode
  /// Since when, or until when.
  public var time: Timestamp

  /// The warning in a sentence.
  public var text: Text {
    switch code {
    case .quiet:
      Text(
        "Nothing has been recorded about the authorization since \(time.minute).",
        "Inget är registrerat om auktoriseringen sedan \(time.minute).")
    case .endsSoon:
      Text(
        "The authorization ends on \(time.minute) unless it is refreshed before.",
        "Auktoriseringen går ut \(time.minute) om den inte förnyas dessförinnan.")
    case .unrevoked:
      Text(
        "The provider has not confirmed that the removed authorization is revoked; it may work "
          + "there until \(time.minute), unless the company removes it there.",
        "Leverantören har inte bekräftat att den borttagna auktoriseringen är återkallad; den kan "
          + "fungera där till \(time.minute), om företaget inte tar bort den där.")
    }
  }
}

/// What kind.
public enum WarningCode: String, CaseIterable, Sendable {
  /// Nothing was recorded as good for two weeks.
  case quiet
  /// The grant ends within a week.
  case endsSoon
  /// The provider has not confirmed that a removed authorization is revoked.
  case unrevoked
}

extension Integration {
  /// What to watch at a time.
  public func warnings(at now: Timestamp) -> [Warning] {
    guard let unrevoked, now < unrevoked.endsAt else { return warningsOfGrant(at: now) }
    return warningsOfGrant(at: now) + [Warning(code: .unrevoked, time: unrevoked.endsAt)]
  }

  /// When a warning begins or ends by the clock alone.
  var warningTimes: [Timestamp] {
    let quiet = grant?.confirmed.time.adding(seconds: Limits.quietSeconds)
    let ending = grant?.end(provider)?.adding(seconds: -Limits.endingSeconds)
    // Not each of them changes anything: a grant may end before it could be quiet.
    return [quiet, ending, unrevoked?.endsAt].compactMap(\.self).filter { time in
      let before = Timestamp(milliseconds: time.milliseconds - 1)
      return warnings(at: before).map(\.code) != warnings(at: time).map(\.code)
    }
  }

  private func warningsOfGrant(at now: Timestamp) -> [Warning] {
    guard let grant, !isEnded(at: now) else { return [] }
    var warnings: [Warning] = []
    if isQuiet(at: now) { warnings.append(Warning(code: .quiet, time: grant.confirmed.time)) }
    // A grant that lives for an hour is always about to end.
    if grant.refreshTokenExpiresAt != nil, let end = grant.end(provider),
      now >= end.adding(seconds: -Limits.endingSeconds)
    {
      warnings.append(Warning(code: .endsSoon, time: end))
    }
    return warnings
  }
}
