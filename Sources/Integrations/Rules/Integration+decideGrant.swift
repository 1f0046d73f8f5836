extension Integration {
  func decide(_ data: Approval, at time: Timestamp) throws(Rejection) -> [Decision] {
    switch data.via {
    case .consent:
      guard grant == nil else { throw .grantStands }
      try checkConsent(data)
      try checkCompany(data)
    case .recheck:
      try checkGrant(data)
      guard !data.checks.isEmpty, data.checks.allSatisfy({ $0.ok == true }) else {
        throw .recheckNotOpen
      }
      guard
        isNews(.approved(data), at: time, after: grant?.confirmed, for: Limits.repetitionSeconds)
      else { return [] }
    case .refresh:
      try checkGrant(data)
      guard findings[.grantDead] == nil else { throw .grantIsDead }
      guard
        movesExpiry(data)
          || isNews(.approved(data), at: time, after: grant?.proven, for: Limits.provenSeconds)
      else { return [] }
    }
    return [.requested(.approved(data))]
  }

  func decideReplacement(_ data: Approval) throws(Rejection) -> [Decision] {
    guard grant != nil else { throw .noGrant }
    guard data.via == .consent else { throw .viaNotConsent }
    try checkConsent(data)
    try checkCompany(data)
    return [.requested(.reauthorized(data))]
  }

  /// Checks that a consent belongs to the open attempt and that its callback brought a code.
  private func checkConsent(_ data: Approval) throws(Rejection) {
    let attempt = try openAttempt(data.attempt)
    guard attempt.answer == .code else { throw .noCodeAccepted }
    guard data.accountType == attempt.accountType else {
      throw .accountTypeNotChosen(chosen: attempt.accountType)
    }
  }

  /// Checks that a recheck or a refresh describes the current grant.
  private func checkGrant(_ data: Approval) throws(Rejection) {
    guard let grant else { throw .noGrant }
    guard data.attempt == grant.attempt else { throw .attemptOfGrant(grant.attempt) }
    guard data.accountType == grant.accountType, data.scopes == grant.scopes,
      data.providerCompany == grant.providerCompany
    else { throw .notTheGrant }
  }

  private func checkCompany(_ data: Approval) throws(Rejection) {
    if let expectedCompany, expectedCompany != data.providerCompany {
      throw .wrongCompany(expected: expectedCompany)
    }
  }

  private func movesExpiry(_ data: Approval) -> Bool {
    guard let old = grant?.refreshTokenExpiresAt, let new = data.refreshTokenExpiresAt else {
      return grant?.refreshTokenExpiresAt != data.refreshTokenExpiresAt
    }
    return new >= old.adding(seconds: Limits.daySeconds)
      || new <= old.adding(seconds: -Limits.daySeconds)
  }

  /// True if a success changes a finding, is the first after a failed attempt, or if the last one
  /// is at least `seconds` old.
  private func isNews(
    _ success: Action, at time: Timestamp, after last: Citation?, for seconds: Int64
  ) -> Bool {
    guard let last, let grant else { return true }
    if time >= last.time.adding(seconds: seconds) { return true }
    if case .failed = attempt?.outcome, let ended = attempt?.ended, ended > grant.confirmed {
      return true
    }
    if findings.all.contains(where: { $0.kind != .unanswered && $0.latest > grant.confirmed }) {
      return true
    }
    return changesFindings(by: success, at: time)
  }

  func decide(_ data: PermissionDenied, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard let grant else { throw .noGrant }
    guard data.attempt == nil || data.attempt == grant.attempt else {
      throw .attemptOfGrant(grant.attempt)
    }
    let action = Action.permissionDenied(data)
    return changes(by: action, at: time, unlessWithin: Limits.repetitionSeconds)
      ? [.requested(action)] : []
  }
}

extension Integration {
  /// True if this action changes the findings or the set of open registers.
  private func changesFindings(by action: Action, at time: Timestamp) -> Bool {
    let next = after(action, at: time)
    return next.findings.statements != findings.statements || next.grant?.open != grant?.open
  }

  /// True if a failure or a refusal changes a finding, or if it was last recorded at least
  /// `seconds` ago.
  func changes(
    by action: Action, at time: Timestamp, unlessWithin seconds: Int64
  ) -> Bool {
    let next = after(action, at: time)
    if next.findings.statements != findings.statements || next.grant?.open != grant?.open {
      return true
    }
    // What it would count again, and when that was last recorded.
    let old = Set(findings.all)
    let last = next.findings.all.filter { !old.contains($0) }
      .compactMap { repeated in
        findings.all.first { $0.kind == repeated.kind && $0.register == repeated.register }
      }.map(\.latest.time).max()
    return last.map { time >= $0.adding(seconds: seconds) } ?? true
  }

  private func after(_ action: Action, at time: Timestamp) -> Integration {
    var next = self
    next.evolve(action, cited: Citation(sequence: SequenceNumber(.max), time: time))
    return next
  }
}
