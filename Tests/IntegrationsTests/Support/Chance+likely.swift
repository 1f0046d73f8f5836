import Integrations

extension Chance {
  /// An action that the rules may well accept in this state.
  ///
  /// Chance alone would seldom get as far as a grant.
  mutating func likelyAction(in state: Integration, at now: Timestamp) -> Action {
    if let attempt = state.attempt, attempt.outcome == nil, happens(40) {
      return attempt.answer == nil ? callback(in: state, at: now) : approval(in: state, at: now)
    }
    return switch any(ActionName.self) {
    case .configured:
      happens(60)
        ? saved(
          .customers, .projects, enabled: state.grant != nil && happens(70),
          companyCode: companyCode(in: state))
        : saved(
          any(Register.self), enabled: state.grant != nil && happens(70),
          companyCode: companyCode(in: state))
    case .serviceAccountSelected: serviceAccount(happens(30))
    case .authorizeStarted: start(in: state, at: now)
    case .callbackReceived: callback(in: state, at: now)
    case .approved, .reauthorized: approval(in: state, at: now)
    case .failed: failure(in: state)
    case .permissionDenied:
      refusal(attempt: state.grant?.attempt)
    case .credentialsRemoved:
      // Rarely, so that grants live long enough for something to happen to them.
      happens(20)
        ? removed(any(RemovalReason.self), revoked: happens(50))
        : state.unrevoked.map { removed($0.reason) } ?? start(in: state, at: now)
    }
  }

  private mutating func start(in state: Integration, at now: Timestamp) -> Action {
    let kind = state.grant?.accountType ?? (state.serviceAccountSelected ? .service : .user)
    let fresh = AttemptID(high: next(), low: next())
    return started(
      happens(95) ? fresh : state.attempt?.id ?? fresh, at: now, as: kind,
      scopes: happens(95) == state.provider.profile.hasScopes ? scopes() : [])
  }

  /// A company code for a provider that has one, seldom another than before.
  private mutating func companyCode(in state: Integration) -> Int? {
    guard state.provider.profile.words.companyCode != nil, happens(80) else { return nil }
    return (state.settings?.companyCode ?? 0) + (happens(20) ? 1 : 0)
  }

  private mutating func scopes() -> [String] {
    one(of: ["companyinformation", "customer", "project"], ["companyinformation", "customer"])
  }

  private mutating func callback(in state: Integration, at now: Timestamp) -> Action {
    let attempt = happens(90) ? state.attempt?.id ?? first : first
    let verdict = state.verdict(onCallbackOf: attempt, at: now)
    let answer: CallbackAnswer = one(of: .code, .code, .code, .error, .empty)
    return IntegrationsTests.callback(
      attempt, answer, one(of: verdict, verdict, .otherBrowser, .malformed), error: error().code)
  }

  private mutating func approval(in state: Integration, at now: Timestamp) -> Action {
    let expires =
      happens(10) ? nil : now.adding(seconds: Int64.random(in: 0...50, using: &self) * 86_400)
    if let attempt = state.attempt, attempt.answer == .code, attempt.outcome == nil {
      let company = happens(80) ? state.grant?.providerCompany ?? ours : theirs
      let consent = grant(
        attempt.id, as: attempt.accountType, company: company,
        scopes: happens(80) ? attempt.scopes : ["companyinformation"], checks: checks(),
        access: now.adding(seconds: 3600), expires: expires)
      return state.grant == nil ? .approved(consent) : .reauthorized(consent)
    }
    guard let standing = state.grant else {
      return .approved(grant(state.attempt?.id ?? first, expires: expires))
    }
    let via: Approval.Via = one(of: .recheck, .refresh)
    return .approved(
      grant(
        standing.attempt, via, as: standing.accountType,
        company: happens(95) ? standing.providerCompany : "0", scopes: standing.scopes,
        checks: happens(80) ? [check(.customers, true)] : checks(),
        access: now.adding(seconds: 3600),
        expires: via == .recheck ? standing.refreshTokenExpiresAt : expires))
  }

  private mutating func failure(in state: Integration) -> Action {
    if happens(15) { return failed(nil, .refresh, .grantDead) }
    if happens(10) {
      return failed(
        nil, .refresh, .unrecognised, credentials: any(Failed.CredentialFault.self))
    }
    if happens(10) {
      return failed(
        nil, .check, .unrecognised, words: "Månen är full", registers: [.customers, .projects])
    }
    let stage = any(Failed.Stage.self)
    let ofGrant = stage == .refresh || happens(30)
    let error = happens(50) ? error() : (nil, nil)
    return failed(
      ofGrant ? state.grant?.attempt : state.attempt?.id, stage, any(Failed.Reason.self),
      error: error.0, words: error.1, status: happens(20) ? 200 : nil)
  }
}
