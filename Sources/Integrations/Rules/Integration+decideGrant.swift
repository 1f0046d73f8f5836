extension Integration {
  /// An unchanged failure or refusal is recorded again only so long after the last time.
  static let repetitionSeconds: Int64 = 24 * 3600

  func decide(_ data: Approval, at time: Timestamp) throws(Rejection) -> [Decision] {
    switch data.via {
    case .consent:
      guard grant == nil else { throw .grantStands }
      try checkConsent(data)
    case .recheck:
      try checkGrant(data)
      guard !data.checks.isEmpty, data.checks.allSatisfy({ $0.ok == true }) else {
        throw .recheckNotOpen
      }
      guard recheckChanges(at: time) else { return [] }
    case .refresh:
      try checkGrant(data)
      guard grant?.end?.cause != .dead else { throw .grantIsDead }
      guard refreshChanges(data) else { return [] }
    }
    return [.requested(.approved(data))]
  }

  func decideReplacement(_ data: Approval) throws(Rejection) -> [Decision] {
    guard let grant else { throw .noGrant }
    guard data.via == .consent else { throw .viaNotConsent }
    try checkConsent(data)
    guard data.providerCompany == grant.providerCompany else {
      throw .wrongCompany(expected: grant.providerCompany)
    }
    return [.requested(.reauthorized(data))]
  }

  /// A consent belongs to the open attempt, whose callback brought a code.
  private func checkConsent(_ data: Approval) throws(Rejection) {
    let attempt = try openAttempt(data.attempt)
    guard attempt.answer == .code else { throw .noCodeAccepted }
    guard data.accountType == attempt.accountType else {
      throw .accountTypeNotChosen(chosen: attempt.accountType)
    }
  }

  /// A recheck or a refresh is about the grant that stands.
  private func checkGrant(_ data: Approval) throws(Rejection) {
    guard let grant else { throw .noGrant }
    guard data.attempt == grant.attempt else { throw .attemptOfGrant(grant.attempt) }
    guard data.accountType == grant.accountType, data.scopes == grant.scopes,
      data.providerCompany == grant.providerCompany
    else { throw .notTheGrant }
  }

  /// A recheck says something when it ends something, or has not been said for a day.
  private func recheckChanges(at time: Timestamp) -> Bool {
    guard let grant else { return false }
    return grant.denial != nil || grant.trouble?.stage == .check
      || grant.end?.cause == .licenceGone
      || time >= grant.confirmed.time.adding(seconds: Self.repetitionSeconds)
  }

  /// A refresh says something when it ends a recorded failure or moves the expiry by a day.
  private func refreshChanges(_ data: Approval) -> Bool {
    guard let grant else { return false }
    if grant.trouble?.stage == .refresh || grant.end != nil { return true }
    guard let old = grant.refreshTokenExpiresAt, let new = data.refreshTokenExpiresAt else {
      return grant.refreshTokenExpiresAt != data.refreshTokenExpiresAt
    }
    return new >= old.adding(seconds: 24 * 3600) || new <= old.adding(seconds: -24 * 3600)
  }

  func decide(_ data: PermissionDenied, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard let grant else { throw .noGrant }
    guard data.attempt == nil || data.attempt == grant.attempt else {
      throw .attemptOfGrant(grant.attempt)
    }
    if let denial = grant.denial, denial.layer == data.layer,
      denial.refusals.map(Answer.init) == data.refusals.map(Answer.init),
      time < denial.latest.time.adding(seconds: Self.repetitionSeconds)
    {
      return []
    }
    return [.requested(.permissionDenied(data))]
  }

  /// What makes two refusals the same: Fortnox's words and status vary for one and the same.
  private struct Answer: Equatable {
    var register: Register
    var code: Int

    init(_ refusal: PermissionDenied.Refusal) {
      register = refusal.register
      code = refusal.code
    }
  }
}
