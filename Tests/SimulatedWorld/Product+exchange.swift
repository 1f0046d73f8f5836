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
    if visit.travel == .companyUnreadable {
      world.now = max(now, state.attempt?.expiresAt ?? now)
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
    world.consents.append(consent)
    world.approver = visit.person
    vault = Kept(
      consent: world.consents.count - 1, token: 0,
      accessExpires: now.adding(seconds: World.accessTokenSeconds))
    isVaultWhole = true
    isGrantDead = false
    recordConsent(consent, of: id, visit.travel)
  }

  private mutating func recordConsent(
    _ consent: Consent, of id: AttemptID, _ travel: Happening.Travel
  ) {
    let answers = travel == .registersSilent ? Answers(silent: checkable) : ask(consent)
    let approval = Approval(
      attempt: id, via: .consent, accountType: consent.isService ? .service : .user,
      scopes: Set(consent.registers.sorted.map(\.scope) + ["companyinformation"]).sorted(),
      providerCompany: world.companies[consent.company].number, checks: answers.checks,
      accessTokenExpiresAt: now.adding(seconds: World.accessTokenSeconds),
      refreshTokenExpiresAt: consent.isService ? nil : consent.tokenExpires)
    let asked = consent.registers.sorted
    var shows = Evidence()
    shows.good = [
      .client, .outage, .wrongCompany, .grantDead, .vault, .locked, .appNotBought, .integration,
      .empty,
    ]
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
