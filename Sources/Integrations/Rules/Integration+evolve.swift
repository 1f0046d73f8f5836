extension Integration {
  /// Takes one more recorded action into the state.
  ///
  /// Records are facts: whatever the order, this never refuses one.
  public mutating func evolve(_ action: Action, cited: Citation) {
    switch action {
    case .configured(let data): settings = data
    case .serviceAccountSelected(let data): serviceAccountSelected = data.selected
    case .authorizeStarted(let data):
      earlierCallbacks = max(earlierCallbacks + lateCallbacks, attempt?.repeats ?? 0)
      attempt = Attempt(data, started: cited)
      removal = nil
      lateCallbacks = 0
    case .callbackReceived(let data): evolve(data, cited)
    case .approved(let data): evolve(data, cited)
    case .reauthorized(let data): replaceGrant(data, cited)
    case .failed(let data): evolve(data, cited)
    case .permissionDenied(let data): evolve(data, cited)
    case .credentialsRemoved(let data):
      grant = nil
      settings?.enabled = false
      removal = Removal(data, removed: cited)
    }
  }

  private mutating func evolve(_ data: CallbackReceived, _ cited: Citation) {
    guard attempt?.id == data.attempt else {
      lateCallbacks += 1
      return
    }
    if data.verdict == .accepted {
      attempt?.answer = data.answer
      attempt?.answered = cited
    } else {
      attempt?.refusedCallback = data.verdict
      attempt?.refused = cited
      attempt?.repeats += 1
    }
  }

  private mutating func evolve(_ data: Approval, _ cited: Citation) {
    guard data.via != .consent, grant != nil else {
      replaceGrant(data, cited)
      return
    }
    grant?.accessTokenExpiresAt = data.accessTokenExpiresAt
    grant?.refreshTokenExpiresAt = data.refreshTokenExpiresAt
    grant?.confirmed = cited
    // A dead grant stays dead until somebody consents; a licence that is there again shows itself.
    if grant?.end?.cause == .licenceGone { grant?.end = nil }
    if data.via == .recheck {
      grant?.denial = nil
      grant?.deniedBefore = nil
      if grant?.trouble?.stage == .check { grant?.trouble = nil }
    } else if grant?.trouble?.stage == .refresh {
      grant?.trouble = nil
    }
  }

  private mutating func replaceGrant(_ data: Approval, _ cited: Citation) {
    let isRefused = data.checks.contains { $0.ok == false }
    let deniedBefore = isRefused ? grant?.denial ?? grant?.deniedBefore : nil
    grant = Grant(data, consented: cited)
    grant?.deniedBefore = deniedBefore
    if attempt?.id == data.attempt {
      attempt?.outcome = .approved
      attempt?.ended = cited
    }
  }

  private mutating func evolve(_ data: Failed, _ cited: Citation) {
    if let id = data.attempt, attempt?.id == id, attempt?.outcome == nil {
      attempt?.outcome = .failed(data.stage, data.reason)
      attempt?.ended = cited
      return
    }
    guard grant != nil, data.stage == .refresh || data.stage == .check else { return }
    switch data.reason {
    case .grantDead: end(.dead, cited)
    // A dead grant stays dead, whatever its licence does since.
    case .licenceMissing where grant?.end?.cause != .dead: end(.licenceGone, cited)
    default:
      if grant?.trouble?.stage == data.stage, grant?.trouble?.reason == data.reason {
        grant?.trouble?.latest = cited
        grant?.trouble?.count += 1
      } else {
        grant?.trouble = Grant.Trouble(stage: data.stage, reason: data.reason, first: cited)
      }
    }
  }

  private mutating func end(_ cause: Grant.End.Cause, _ cited: Citation) {
    if grant?.end?.cause == cause {
      grant?.end?.latest = cited
    } else {
      grant?.end = Grant.End(cause: cause, first: cited)
    }
  }

  private mutating func evolve(_ data: PermissionDenied, _ cited: Citation) {
    guard var denial = grant?.denial ?? grant?.deniedBefore, denial.layer == data.layer,
      denial.refusals.elementsEqual(data.refusals, by: { $0.register == $1.register })
    else {
      if grant != nil { grant?.denial = Grant.Denial(data, first: cited) }
      grant?.deniedBefore = nil
      return
    }
    denial.refusals = data.refusals
    denial.latest = cited
    denial.count += 1
    grant?.denial = denial
    grant?.deniedBefore = nil
  }
}
