import Integrations

extension Chance {
  /// An action that the rules may well accept in this state.
  ///
  /// Chance alone would seldom get as far as a grant.
  mutating func likelyAction(in state: Integration, at now: Timestamp) -> Action {
    if let attempt = state.attempt, attempt.outcome == nil, happens(40) {
      return attempt.answer == nil ? callback(in: state, at: now) : approval(in: state, at: now)
    }
    return switch any(Action.Name.self) {
    case .configured:
      saved(any(Register.self), enabled: state.grant != nil && happens(70))
    case .serviceAccountSelected: serviceAccount(happens(30))
    case .authorizeStarted: start(in: state, at: now)
    case .callbackReceived: callback(in: state, at: now)
    case .approved, .reauthorized: approval(in: state, at: now)
    case .failed: failure(in: state)
    case .permissionDenied:
      refused(one(of: .customers, .projects), attempt: state.grant?.attempt)
    case .credentialsRemoved:
      // Rarely, so that grants live long enough for something to happen to them.
      happens(20) ? removed(any(CredentialsRemoved.Reason.self)) : start(in: state, at: now)
    }
  }

  private mutating func start(in state: Integration, at now: Timestamp) -> Action {
    let kind = state.grant?.accountType ?? (state.serviceAccountSelected ? .service : .user)
    let fresh = AttemptID(high: next(), low: next())
    return started(
      happens(95) ? fresh : state.attempt?.id ?? fresh, at: now, as: kind,
      scopes: happens(95) ? ["companyinformation", "customer"] : [])
  }

  private mutating func callback(in state: Integration, at now: Timestamp) -> Action {
    let attempt = happens(90) ? state.attempt?.id ?? first : first
    let verdict = state.verdict(onCallbackOf: attempt, at: now)
    let answer: CallbackReceived.Answer = one(of: .code, .code, .code, .error, .empty)
    return IntegrationsTests.callback(attempt, answer, one(of: verdict, verdict, .otherBrowser))
  }

  private mutating func approval(in state: Integration, at now: Timestamp) -> Action {
    let expires =
      happens(10) ? nil : now.adding(seconds: Int64.random(in: 0...50, using: &self) * 86_400)
    if let attempt = state.attempt, attempt.answer == .code, attempt.outcome == nil {
      let company = happens(80) ? state.grant?.providerCompany ?? ours : theirs
      let consent = grant(
        attempt.id, as: attempt.accountType, company: company, expires: expires)
      return state.grant == nil ? .approved(consent) : .reauthorized(consent)
    }
    guard let standing = state.grant else {
      return .approved(grant(state.attempt?.id ?? first, expires: expires))
    }
    let via: Approval.Via = one(of: .recheck, .refresh)
    return .approved(
      grant(
        standing.attempt, via, as: standing.accountType,
        company: happens(95) ? standing.providerCompany : "0",
        open: happens(80),
        expires: via == .recheck ? standing.refreshTokenExpiresAt : expires))
  }

  private mutating func failure(in state: Integration) -> Action {
    if happens(15) { return failed(nil, .refresh, .grantDead) }
    let stage = any(Failed.Stage.self)
    let ofGrant = stage == .refresh || happens(30)
    return failed(
      ofGrant ? state.grant?.attempt : state.attempt?.id, stage, any(Failed.Reason.self))
  }
}
