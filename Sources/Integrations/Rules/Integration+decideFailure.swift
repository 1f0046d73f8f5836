extension Integration {
  func decide(_ data: Failed, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard data.reason.stages.contains(data.stage) else {
      throw .reasonNotAtStage(data.reason, data.stage)
    }
    switch data.stage {
    case .authorize, .callback, .exchange:
      try checkOfAttempt(data)
    case .check:
      // With an open attempt's id it ends that attempt; else it is a check of the grant.
      guard let id = data.attempt, attempt?.id == id, attempt?.outcome == nil else {
        return try decideOfGrant(data, at: time)
      }
      try checkOfAttempt(data)
    case .refresh: return try decideOfGrant(data, at: time)
    }
    if data.reason == .wrongCompany, expectedCompany == nil, settings?.companyCode == nil {
      throw .noGrant
    }
    // Nobody came back: that happened when the attempt expired, whenever it is written down.
    if data.reason == .abandoned, let expiry = attempt?.expiresAt, time >= expiry {
      return [.requested(.failed(data), at: expiry)]
    }
    return [.requested(.failed(data))]
  }

  private func checkOfAttempt(_ data: Failed) throws(Rejection) {
    guard let id = data.attempt else {
      throw .attemptNotNamed
    }
    let attempt = try openAttempt(id)
    switch data.stage {
    case .authorize: return
    case .callback:
      guard attempt.answer != nil else { throw .noCallbackAccepted }
    case .exchange, .check, .refresh:
      guard attempt.answer == .code else { throw .noCodeAccepted }
    }
  }

  private func decideOfGrant(_ data: Failed, at time: Timestamp) throws(Rejection) -> [Decision] {
    guard let grant else { throw .noGrant }
    guard data.attempt == nil || data.attempt == grant.attempt else {
      throw .attemptOfGrant(grant.attempt)
    }
    let action = Action.failed(data)
    return changes(by: action, at: time, unlessWithin: Limits.repetitionSeconds)
      ? [.requested(action)] : []
  }
}

extension Failed.Reason {
  /// The stages at which this reason can occur, following the steps of an attempt (RFC 6749
  /// sections 4.1.1 to 4.1.4 and 6).
  package var stages: Set<Failed.Stage> {
    switch self {
    case .declined, .notSystemAdministrator: [.callback]
    case .emptyCallback: [.callback]
    case .scopeNotEnabled: [.authorize, .callback, .exchange, .check]
    case .licenceMissing: [.authorize, .callback, .exchange, .refresh, .check]
    case .clientRejected: [.authorize, .callback, .exchange, .refresh, .check]
    case .codeRejected, .exchangeUnknown: [.exchange]
    case .grantDead: [.refresh, .check]
    case .refreshUnknown: [.refresh]
    case .wrongCompany: [.exchange, .check]
    case .checkUnknown: [.check]
    case .abandoned: [.authorize]
    case .superseded: [.authorize, .callback, .exchange, .check]
    case .providerUnavailable, .unrecognised: [.authorize, .callback, .exchange, .refresh, .check]
    }
  }
}
