extension Integration {
  /// How many callbacks of one attempt are recorded in addition to the accepted one.
  public static let callbackLimit = 10

  func decide(_ data: AuthorizeStarted, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard attempt?.id != data.attempt, grant?.attempt != data.attempt else {
      throw .attemptNotNew(data.attempt)
    }
    if let grant {
      guard data.accountType == grant.accountType else {
        throw .accountTypeOfGrant(standing: grant.accountType)
      }
    } else {
      let chosen = AccountType(isService: serviceAccountSelected)
      guard data.accountType == chosen else { throw .accountTypeNotChosen(chosen: chosen) }
    }
    guard data.expiresAt > time,
      data.expiresAt <= time.adding(seconds: Limits.longestAttemptSeconds)
    else {
      throw .attemptLifetime
    }
    guard data.scopes.isEmpty != profile.hasScopes else {
      throw profile.hasScopes ? .noScopes : .scopesUnknown
    }
    guard profile.companyCode == .none || settings?.companyCode != nil else {
      throw .companyCodeMissing
    }
    return closingOpenAttempt(at: time) + [.requested(.authorizeStarted(data))]
  }

  /// The verdict on a well-formed callback that arrives at `time` from the browser that started the
  /// attempt.
  ///
  /// The caller checks form and browser.
  public func verdict(
    onCallbackOf id: AttemptID, at time: Timestamp
  ) -> CallbackVerdict {
    guard let attempt, attempt.id == id else { return .closed }
    if attempt.answer != nil { return .alreadyUsed }
    switch attempt.outcome {
    case nil: return time < attempt.expiresAt ? .accepted : .expired
    case .failed(_, .abandoned): return time < attempt.expiresAt ? .closed : .expired
    default: return .closed
    }
  }

  func decide(_ data: CallbackReceived, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard let attempt else { throw .attemptUnknown(data.attempt) }
    guard (data.answer == .error) == (data.error != nil),
      data.answer == .error || data.errorDescription == nil
    else { throw .callbackError }
    if data.verdict != .otherBrowser, data.verdict != .malformed {
      let verdict = verdict(onCallbackOf: data.attempt, at: time)
      guard verdict == data.verdict else { throw .callbackVerdict(verdict) }
    }
    guard data.verdict == .accepted else {
      let recorded =
        attempt.id == data.attempt ? attempt.repeats : earlierCallbacks.count(of: data.attempt)
      guard let recorded, recorded < Self.callbackLimit else { return [] }
      return [.requested(.callbackReceived(data))]
    }
    guard data.answer == .empty else { return [.requested(.callbackReceived(data))] }
    let failed = Failed(attempt: data.attempt, stage: .callback, reason: .emptyCallback)
    return [.requested(.callbackReceived(data)), .added(.failed(failed))]
  }
}
