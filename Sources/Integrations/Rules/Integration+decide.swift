extension Integration {
  /// Decides what to record for an action: the action itself, what the rules add, or nothing.
  ///
  /// A rule may add actions before or after the requested one. An empty result means that nothing
  /// changed. Deciding is idempotent: once the result has been folded into the state, deciding the
  /// same action again returns nothing or throws. The exceptions are callbacks that do not count,
  /// which are recorded each time, up to `callbackLimit`.
  ///
  /// - Parameters:
  ///   - action: What is to be recorded.
  ///   - time: When it happened.
  /// - Throws: `Rejection`, which names the rule and what to do instead.
  public func decide(_ action: Action, at time: Timestamp) throws(Rejection) -> [Decision] {
    switch action {
    case .configured(let data): try decide(data)
    case .serviceAccountSelected(let data): try decide(data)
    case .authorizeStarted(let data): try decide(data, at: time)
    case .callbackReceived(let data): try decide(data, at: time)
    case .approved(let data): try decide(data, at: time)
    case .reauthorized(let data): try decideReplacement(data)
    case .failed(let data): try decide(data, at: time)
    case .permissionDenied(let data): try decide(data, at: time)
    case .credentialsRemoved(let data): try decide(data, at: time)
    }
  }

  private func decide(_ data: Configured) throws(Rejection) -> [Decision] {
    guard !data.enabled || grant != nil else { throw .enablingWithoutGrant }
    var next = data
    next.companyCode = data.companyCode ?? settings?.companyCode
    return next == settings ? [] : [.requested(.configured(data))]
  }

  private func decide(_ data: ServiceAccountSelected) throws(Rejection) -> [Decision] {
    guard !data.selected || profile.hasServiceAccount else { throw .serviceAccountUnknown }
    if let grant, grant.accountType != AccountType(isService: data.selected) {
      throw .serviceAccountLocked(standing: grant.accountType)
    }
    return data.selected == serviceAccountSelected
      ? [] : [.requested(.serviceAccountSelected(data))]
  }

  private func decide(
    _ data: CredentialsRemoved, at time: Timestamp
  ) throws(Rejection) -> [Decision] {
    if isConfirmation(data) { return [.requested(.credentialsRemoved(data))] }
    guard grant != nil else { throw .noGrant }
    guard data.reason != .switchToServiceAccount || profile.hasServiceAccount else {
      throw .serviceAccountUnknown
    }
    return closingOpenAttempt(at: time) + [.requested(.credentialsRemoved(data))]
  }

  /// The attempt with this id if the records have not ended it; it may still be past its expiry
  /// time.
  func openAttempt(_ id: AttemptID) throws(Rejection) -> Attempt {
    guard let attempt, attempt.id == id, attempt.outcome == nil else { throw .attemptNotOpen(id) }
    return attempt
  }

  /// The failure to record for an open attempt that something else replaces; empty if none is open.
  func closingOpenAttempt(at time: Timestamp) -> [Decision] {
    guard let attempt, attempt.outcome == nil else { return [] }
    // Nobody came back in time, and nobody has written it down yet.
    if attempt.answer == nil, time >= attempt.expiresAt {
      let failed = Failed(attempt: attempt.id, stage: .authorize, reason: .abandoned)
      return [.added(.failed(failed), at: attempt.expiresAt)]
    }
    let stage: Failed.Stage = attempt.answer == nil ? .authorize : .callback
    return [.added(.failed(Failed(attempt: attempt.id, stage: stage, reason: .superseded)))]
  }
}

extension AccountType {
  /// The account type for a choice: a service account, or a person's.
  init(isService: Bool) { self = isService ? .service : .user }
}

/// One action to record.
public struct Decision: Hashable, Sendable {
  /// The action.
  public var action: Action
  /// When it happened, if a rule sets that; nil means the time of the command.
  public var time: Timestamp?
  /// True for the requested action, false for one that a rule added.
  public var isRequested: Bool

  static func requested(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: true)
  }

  static func added(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: false)
  }
}
