extension Integration {
  /// What is recorded when somebody wishes this action recorded now.
  ///
  /// A rule may add actions before or after the one asked for. An empty answer means that nothing
  /// changed, so that nothing is recorded. Deciding the same again after the answer was taken into
  /// the state gives nothing, or a rejection; only callbacks that do not count are
  /// recorded each time, up to their limit.
  ///
  /// - Parameters:
  ///   - action: What is to be recorded.
  ///   - time: When it happened.
  /// - Throws: the rule that refuses it.
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
    return closingOpenAttempt(at: time) + [.requested(.credentialsRemoved(data))]
  }

  /// The attempt with this id, if it is open by the records; the clock may have passed its end.
  func openAttempt(_ id: AttemptID) throws(Rejection) -> Attempt {
    guard let attempt, attempt.id == id, attempt.outcome == nil else { throw .attemptNotOpen(id) }
    return attempt
  }

  /// The failure that is recorded of an attempt which something else takes the place of.
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
  /// The kind that the choice of a service account stands for.
  init(isService: Bool) { self = isService ? .service : .user }
}

/// One action that the rules let be recorded.
public struct Decision: Hashable, Sendable {
  /// The action.
  public var action: Action
  /// When it happened, where a rule says so; nil for the time of the command.
  public var time: Timestamp?
  /// Whether it is the action that was asked for, and not one that a rule adds.
  public var isRequested: Bool

  static func requested(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: true)
  }

  static func added(_ action: Action, at time: Timestamp? = nil) -> Self {
    Self(action: action, time: time, isRequested: false)
  }
}
