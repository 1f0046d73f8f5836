import Integrations

extension Product {
  /// Sends the code, asks which company consented and what is open, and records what came of it.
  mutating func exchange(_ consent: Consent, of id: AttemptID, _ visit: Happening.Visit) {
    func failed(_ reason: Failed.Reason, _ error: String? = nil, _ status: Int? = nil) -> Action {
      .failed(
        Failed(
          attempt: id, stage: .exchange, reason: reason, providerError: error, httpStatus: status))
    }
    switch visit.travel {
    case .exchangeLost:
      append(failed(.exchangeUnknown))
      return
    case .codeSpent:
      append(failed(.codeRejected, "invalid_grant", 400), Evidence(maybe: .client))
      return
    default: break
    }
    if !world.app.hasRightSecret {
      let bad = Evidence.Bad(truth: .client, possible: .client, origin: .attempt)
      append(failed(.clientRejected, "invalid_client", 401), Evidence(bad: [bad]))
      return
    }
    if world.facts.hasCompanyCode {
      if world.givesAtConsent { world.people[visit.person].gives.insert(visit.company) }
      if vault == nil { world.approver = visit.person }
      pending = Pending(attempt: id, consent: world.keep(consent), travel: visit.travel)
      if visit.travel != .companyUnreadable { return askPending() }
    }
    if visit.travel == .companyUnreadable {
      passToExpiry()
      pending = nil
      // The code was exchanged, so our credentials are right.
      append(
        .failed(Failed(attempt: id, stage: .check, reason: .checkUnknown)),
        Evidence(good: .client))
      return
    }
    let number = world.companies[consent.company].number
    if let expected = state.grant?.providerCompany ?? remembered, expected != number {
      let bad = Evidence.Bad(truth: .wrongCompany, possible: .wrongCompany, origin: .attempt)
      let shows = Evidence(bad: [bad], maybe: [.client, .outage])
      if append(.failed(Failed(attempt: id, stage: .check, reason: .wrongCompany)), shows) {
        return
      }
    }
    take(world.keep(consent), of: id, visit.travel)
  }

  /// Keeps the credentials of a consent by the right company, and records it.
  mutating func take(_ number: Int, of id: AttemptID, _ travel: Happening.Travel) {
    vault = Kept(
      consent: number, token: world.consents[number].token,
      accessExpires: now.adding(seconds: world.facts.accessTokenSeconds))
    isVaultWhole = true
    isGrantDead = false
    world.approver = world.consents[number].person
    recordConsent(world.consents[number], of: id, travel)
  }

  /// Time passes until the attempt has expired.
  private mutating func passToExpiry() {
    guard let expiresAt = state.attempt?.expiresAt, now < expiresAt else { return }
    world.now = expiresAt.adding(seconds: -world.skew)
  }

  private mutating func recordConsent(
    _ consent: Consent, of id: AttemptID, _ travel: Happening.Travel
  ) {
    let answers = travel == .registersSilent ? Answers(silent: checkable) : ask(consent)
    let approval = Approval(
      attempt: id, via: .consent, accountType: consent.isService ? .service : .user,
      scopes: world.facts.scopes(consent.registers.sorted),
      providerCompany: world.companies[consent.company].number, checks: answers.checks,
      accessTokenExpiresAt: now.adding(seconds: world.facts.accessTokenSeconds),
      refreshTokenExpiresAt: consent.isService ? nil : consent.tokenExpires)
    let asked = consent.registers.sorted
    var shows = Evidence()
    shows.good = [
      .client, .outage, .wrongCompany, .grantDead, .vault, .locked, .appNotBought, .integration,
      .empty, .wrongCode,
    ]
    // The company was among those that were given.
    if world.facts.hasCompanyCode { shows.good.formUnion(.notGiven) }
    shows.good.formUnion(.each(asked, Causes.notEnabled))
    shows.good.formUnion(.each(asked, Causes.scope))
    if consent.isService { shows.good.formUnion([.serviceNotAllowed, .notSystemAdministrator]) }
    shows.maybe = Causes.each(asked, Causes.licence).union(.rights).union(.strange)
    shows.take(answers, hasWords: false)
    append(state.grant == nil ? .approved(approval) : .reauthorized(approval), shows)
    if travel != .denialLost { record(answers, of: id, after: true) }
  }

  /// What each register that is to be transferred answers.
  func ask(_ consent: Consent) -> Answers {
    Answers(answers: checkable.map { ($0, world.answer($0, under: consent)) })
  }

  /// Records refusals and what nobody understood; true if there was any.
  @discardableResult
  mutating func record(_ answers: Answers, of id: AttemptID, after isConsent: Bool) -> Bool {
    var isBad = false
    if let denied = answers.denied(id) {
      isBad = true
      var shows = Evidence()
      if isConsent || Shapes.deniedHoldsChecks {
        shows.take(answers)
      } else {
        shows.takeRefused(answers)
      }
      append(.permissionDenied(denied), shows)
    }
    if let strange = answers.strange(id) {
      isBad = true
      var shows = Evidence()
      shows.takeStrange(answers)
      append(.failed(strange), shows)
    }
    return isBad
  }
}
