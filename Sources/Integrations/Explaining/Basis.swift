/// What a verdict rests on: the part of the state that decides it.
enum Basis: Hashable, Sendable {
  /// A record ended the grant.
  case end(Grant.End)
  /// The clock ended the grant.
  case expiry(Timestamp)
  /// A register is refused.
  case denial(Grant.Denial)
  /// The latest attempt came to nothing, for this reason.
  case attempt(VerdictCode)
  /// The latest attempt is open.
  case open(Attempt)
  /// A refresh or a check came to nothing.
  case trouble(Grant.Trouble)
  /// The settings do not fit the grant, or are not complete.
  case settings(VerdictCode)
  /// Support removed the authorization.
  case removal(Removal)
  /// The grant stands.
  case health

  /// The verdict.
  var code: VerdictCode {
    switch self {
    case .end(let end): end.cause == .licenceGone ? .licenceMissing : .grantDead
    case .expiry: .grantDead
    case .denial(let denial): VerdictCode(denial.layer)
    case .attempt(let code), .settings(let code): code
    case .open(let attempt):
      attempt.refusedCallback == .otherBrowser && attempt.answer == nil ? .otherBrowser : .pending
    case .trouble(let trouble): VerdictCode(trouble.reason)
    case .removal: .credentialsRemoved
    case .health: .healthy
    }
  }
}

extension Integration {
  /// The verdict at a time.
  ///
  /// What ended or refuses a grant comes first. A failed re-authorization counts until the grant
  /// is confirmed again after it: till then it is what people ask about.
  public func verdict(at now: Timestamp) -> VerdictCode { basis(at: now).code }

  /// What the verdict rests on at a time: the first of the list that holds.
  func basis(at now: Timestamp) -> Basis {
    guard let grant else { return basisWithoutGrant(at: now) }
    if !grant.isAlive(at: now) {
      if let failed = attemptVerdict(at: now), attemptFollowsEnd(of: grant) {
        return .attempt(failed)
      }
      return grant.end.map(Basis.end) ?? .expiry(grant.refreshTokenExpiresAt ?? now)
    }
    if let denial = grant.denial { return .denial(denial) }
    if let failed = attemptVerdict(at: now), attemptFollowsConfirmation(of: grant) {
      return .attempt(failed)
    }
    if let trouble = grant.trouble { return .trouble(trouble) }
    if needsReauthorization { return .settings(.scopeNotGranted) }
    if grant.accountType != AccountType(isService: serviceAccountSelected) {
      return .settings(.switchNeedsRemoval)
    }
    return settings?.enabled == true ? .health : .settings(.notEnabled)
  }

  private func basisWithoutGrant(at now: Timestamp) -> Basis {
    if let removal { return .removal(removal) }
    guard let attempt else { return .settings(.neverStarted) }
    return attemptVerdict(at: now).map(Basis.attempt) ?? .open(attempt)
  }

  /// Why the latest attempt came to nothing; nil while it is open and after it succeeded.
  private func attemptVerdict(at now: Timestamp) -> VerdictCode? {
    guard let attempt else { return nil }
    switch attemptState(at: now) {
    case .none, .open, .ended(.approved): return nil
    case .ended(.failed(_, .abandoned)), .expired:
      switch attempt.answer {
      case .code: return .exchangeUnknown
      case .error: return .unrecognised
      case .empty: return .callbackEmpty
      case nil: return verdictOfNoAnswer(attempt)
      }
    case .ended(.failed(_, let reason)): return VerdictCode(reason)
    }
  }

  private func verdictOfNoAnswer(_ attempt: Attempt) -> VerdictCode {
    switch attempt.refusedCallback {
    case .expired: .stateExpired
    case .otherBrowser: .otherBrowser
    case .malformed: .callbackEmpty
    case .alreadyUsed, .closed: .stateUsed
    case .accepted, nil: lateCallbacks > 0 ? .stateUsed : .abandoned
    }
  }

  private func attemptFollowsConfirmation(of grant: Grant) -> Bool {
    guard let attempt else { return false }
    return (attempt.ended ?? attempt.started).sequence > grant.confirmed.sequence
  }

  private func attemptFollowsEnd(of grant: Grant) -> Bool {
    guard let attempt else { return false }
    if let end = grant.end { return attempt.started.sequence > end.latest.sequence }
    return grant.refreshTokenExpiresAt.map { attempt.started.time >= $0 } ?? false
  }
}
