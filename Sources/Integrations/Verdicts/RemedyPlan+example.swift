extension RemedyPlan {
  /// The plan for a verdict without a real integration, as the documentation shows it.
  init(example: ProblemInContext) {
    let problem = example.problem
    let start = Timestamp(milliseconds: 0)
    var diagnosis = Diagnosis()
    if problem.layer == .attempt {
      diagnosis.happening = problem
    } else if problem.code != .healthy {
      diagnosis.problems = [problem]
    }
    let state = Integration.example(of: problem.code, example.names.provider, at: start)
    diagnosis.hasLivingGrant = state.grant != nil
    diagnosis.needsConsent = state.grant == nil || problem.code.needsConsent
    self.init(state: state, diagnosis: diagnosis, names: example.names, at: start)
  }
}

extension Integration {
  /// An integration with customers to transfer, for which a verdict is given.
  fileprivate static func example(
    of code: VerdictCode, _ provider: Provider, at start: Timestamp
  ) -> Integration {
    var state = Integration(provider)
    let cited = Citation(sequence: SequenceNumber(0), time: start)
    let id = AttemptID(high: 0, low: 0)
    let hour = start.adding(seconds: 3600)
    let isService = code == .notSystemAdmin || code == .switchNeedsRemoval
    state.serviceAccountSelected = isService
    if code == .neverStarted { return state }
    state.settings = Configured(
      transfers: Registers(code == .nothingToTransfer ? [] : [.customers]),
      enabled: code != .notEnabled)
    if code.isOfGrant {
      state.grant = Grant(
        Approval(
          attempt: id, via: .consent, accountType: .user, scopes: ["customer"],
          providerCompany: "-", checks: [], accessTokenExpiresAt: start,
          refreshTokenExpiresAt: hour), consented: cited)
      state.grant?.open = Registers([.customers])
      return state
    }
    state.attempt = Attempt(
      AuthorizeStarted(
        attempt: id, accountType: isService ? .service : .user, scopes: ["customer"],
        expiresAt: hour), started: cited)
    if code != .pending { state.attempt?.outcome = .failed(.authorize, .superseded) }
    return state
  }
}

extension VerdictCode {
  /// True if this verdict is usually given while there is a grant.
  fileprivate var isOfGrant: Bool {
    switch self {
    case .healthy, .notEnabled, .nothingToTransfer, .authorizerLacksRights, .scopeNotGranted,
      .refreshUnknown, .grantDead, .credentialsUnusable, .otherCompany, .switchNeedsRemoval:
      true
    default: false
    }
  }

  fileprivate var needsConsent: Bool {
    switch self {
    case .scopeNotGranted, .grantDead, .credentialsUnusable, .otherCompany, .switchNeedsRemoval:
      true
    default: false
    }
  }
}
