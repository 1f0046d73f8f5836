import Integrations

extension Product {
  /// Refreshes the tokens, or asks by client credentials.
  ///
  /// - Returns: true if there is a fresh access token now.
  @discardableResult
  mutating func refresh(isLost: Bool) -> Bool {
    guard let grant = state.grant, let kept = vault, !isGrantDead else { return false }
    guard isVaultWhole else {
      let bad = Evidence.Bad(truth: .vault, possible: .vault, origin: .grant)
      append(.failed(Shapes.credentialsMissing(grant.attempt)), Evidence(bad: [bad]))
      return false
    }
    if world.facts.refreshTokenSeconds != nil, !grant.isService, grant.refreshTokenExpiresAt == nil
    {
      return false
    }
    if let answer = refusal(kept, grant) {
      append(
        .failed(
          Failed(
            attempt: grant.attempt, stage: .refresh, reason: answer.reason,
            providerError: answer.error, providerMessage: answer.words,
            httpStatus: answer.status)), answer.evidence)
      if answer.reason == .grantDead { isGrantDead = true }
      return false
    }
    if isLost, !grant.isService {
      if world.rotates { world.consents[kept.consent].token += 1 }
      append(.failed(Failed(attempt: grant.attempt, stage: .refresh, reason: .refreshUnknown)))
      return false
    }
    renew(grant)
    return true
  }

  private mutating func renew(_ grant: Grant) {
    guard var kept = vault else { return }
    if !grant.isService {
      if world.rotates { world.consents[kept.consent].token += 1 }
      world.consents[kept.consent].tokenExpires = world.facts.refreshTokenSeconds.map(now.adding)
      kept.token = world.consents[kept.consent].token
    }
    kept.accessExpires = now.adding(seconds: world.facts.accessTokenSeconds)
    vault = kept
    let approval = Approval(
      attempt: grant.attempt, via: .refresh, accountType: grant.accountType,
      scopes: grant.scopes, providerCompany: grant.providerCompany, checks: [],
      accessTokenExpiresAt: kept.accessExpires,
      refreshTokenExpiresAt: grant.isService ? nil : world.consents[kept.consent].tokenExpires)
    var shows = Evidence(good: [.client, .outage, .grantDead, .vault], maybe: .strange)
    if world.facts.asksLicenceAtRefresh { shows.good.formUnion(.integration) }
    append(.approved(approval), shows)
  }

  private struct TokenRefusal {
    var reason: Failed.Reason
    var error: String?
    var words: String?
    var status: Int?
    var evidence = Evidence()
  }

  /// Why the token endpoint refuses; nil where it does not.
  private func refusal(_ kept: Kept, _ grant: Grant) -> TokenRefusal? {
    func bad(_ truth: Causes, _ possible: Causes? = nil, maybe: Causes = []) -> Evidence {
      let bad = Evidence.Bad(truth: truth, possible: possible ?? truth, origin: .grant)
      return Evidence(bad: [bad], maybe: maybe)
    }
    if world.isDown {
      return TokenRefusal(reason: .providerUnavailable, status: 503, evidence: bad(.outage))
    }
    if world.isStrange {
      return TokenRefusal(
        reason: .unrecognised, error: "E4711", words: "Ett oväntat fel har inträffat",
        status: 400, evidence: bad(.strange))
    }
    if !world.app.hasRightSecret {
      return TokenRefusal(
        reason: .clientRejected, error: "invalid_client", status: 401, evidence: bad(.client))
    }
    let consent = world.consents[kept.consent]
    if world.facts.asksLicenceAtRefresh, !world.companies[consent.company].hasIntegrationLicence {
      let asked = Causes.each(consent.registers.sorted, Causes.licence)
      return TokenRefusal(
        reason: .licenceMissing, error: "error_missing_license", status: 401,
        evidence: bad(.integration, Causes.integration.union(asked), maybe: .client))
    }
    guard !consent.accepts(kept.token, at: world.now) else { return nil }
    return TokenRefusal(
      reason: .grantDead, error: "invalid_grant", words: "Invalid refresh token", status: 400,
      evidence: bad(.grantDead, maybe: .client))
  }

  /// Asks the registers again, with a fresh access token.
  mutating func recheck() {
    guard let grant = state.grant, let kept = vault else { return }
    // Where tokens are not signed statements, the access token ends with its consent.
    let isRejected = world.facts.hasCompanyCode && !world.consents[kept.consent].isAlive
    if !isVaultWhole || now >= kept.accessExpires || isRejected && !world.isDown {
      guard refresh(isLost: false) else { return }
    }
    let answers = ask(world.consents[kept.consent])
    guard !answers.answers.isEmpty else { return }
    if record(answers, of: grant.attempt, after: false) { return }
    guard answers.areOpen else {
      let bad = Evidence.Bad(truth: .outage, possible: .outage, origin: .grant)
      append(
        .failed(Failed(attempt: grant.attempt, stage: .check, reason: .providerUnavailable)),
        Evidence(bad: [bad]))
      return
    }
    guard let grant = state.grant, let kept = vault else { return }
    let approval = Approval(
      attempt: grant.attempt, via: .recheck, accountType: grant.accountType,
      scopes: grant.scopes, providerCompany: grant.providerCompany, checks: answers.checks,
      accessTokenExpiresAt: kept.accessExpires,
      refreshTokenExpiresAt: grant.refreshTokenExpiresAt)
    var shows = Evidence(good: .outage)
    shows.take(answers)
    append(.approved(approval), shows)
  }
}

extension Grant {
  /// Whether it is a service account's.
  var isService: Bool { accountType == .service }
}
