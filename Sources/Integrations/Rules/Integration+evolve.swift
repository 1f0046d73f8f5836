extension Integration {
  /// Folds one recorded action into the state.
  ///
  /// Records are facts, so this accepts any action in any order.
  public mutating func evolve(_ action: Action, cited: Citation) {
    switch action {
    case .configured(let data):
      // Who saves the settings without the company code does not take it back.
      let companyCode = data.companyCode ?? settings?.companyCode
      settings = data
      settings?.companyCode = companyCode
    case .serviceAccountSelected(let data): serviceAccountSelected = data.selected
    case .authorizeStarted(let data):
      if let attempt, attempt.repeats > 0 {
        earlierCallbacks.add(attempt.repeats, of: attempt.id)
      }
      attempt = Attempt(data, started: cited)
      if removal != nil { removal = nil }
    case .callbackReceived(let data): evolve(data, cited)
    case .approved(let data): evolve(data, cited)
    case .reauthorized(let data): replaceGrant(data, cited)
    case .failed(let data): evolve(data, cited)
    case .permissionDenied(let data): evolve(data, cited)
    case .credentialsRemoved(let data): evolve(data, cited)
    }
  }

  private mutating func evolve(_ data: CallbackReceived, _ cited: Citation) {
    updateFindings(from: data, cited)
    guard attempt?.id == data.attempt else {
      earlierCallbacks.add(1, of: data.attempt)
      attempt?.isBesideEarlier = true
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
    switch data.via {
    case .consent: return
    case .recheck:
      // A check asks with the tokens that are there: it never brings an earlier end.
      grant?.prolong(data)
      grant?.rechecked = cited
      updateFindingsAfterUse()
    case .refresh:
      grant?.accessTokenExpiresAt = data.accessTokenExpiresAt
      grant?.refreshTokenExpiresAt = data.refreshTokenExpiresAt
      grant?.refreshed = cited
      updateFindingsAfterRefresh()
    }
    updateFindings(from: data.checks, cited)
  }

  private mutating func replaceGrant(_ data: Approval, _ cited: Citation) {
    let asked = attempt?.id == data.attempt ? attempt?.scopes ?? data.scopes : data.scopes
    let expected = expectedCompany
    let before = grant
    grant = Grant(data, consented: cited)
    updateFindings(afterConsentOf: data.accountType, asked: asked, granted: data.scopes)
    updateFindings(from: data.checks, cited)
    updateLicenceFindings(after: data)
    if let expected, expected != data.providerCompany {
      if let before {
        remembered = RememberedCompany(number: expected, consented: before.consented)
      }
      findings.add(Finding(.otherCompany, accountType: data.accountType, cited: cited))
    } else if remembered != nil {
      remembered = nil
    }
    // A late revocation must not end this consent, so nobody waits for it any more.
    if unrevoked?.providerCompany == data.providerCompany { unrevoked = nil }
    if attempt?.id == data.attempt {
      attempt?.outcome = .approved
      attempt?.ended = cited
    }
  }

  private mutating func evolve(_ data: Failed, _ cited: Citation) {
    if let id = data.attempt, attempt?.id == id, attempt?.outcome == nil {
      attempt?.outcome = .failed(data.stage, data.reason)
      attempt?.ended = cited
      updateFindings(from: data, ofAttempt: true, cited)
      return
    }
    guard grant != nil, data.stage == .refresh || data.stage == .check else { return }
    updateFindings(from: data, ofAttempt: false, cited)
  }

  private mutating func evolve(_ data: PermissionDenied, _ cited: Citation) {
    guard let grant else { return }
    updateFindingsAfterUse()
    updateFindings(from: data.checks ?? [], cited)
    for refusal in data.refusals {
      let (kind, isCertain) = refusal.reading(data.layer, of: profile)
      self.grant?.open.remove(refusal.register)
      clearLicenceFinding(of: refusal.register)
      findings.add(
        Finding(
          kind, of: refusal.register,
          // What a service account lacks is the company's, and no provider has words of its own for it.
          isCertain: isCertain && !(kind == .registerRight && grant.accountType == .service),
          code: refusal.code, accountType: grant.accountType, cited: cited))
    }
  }

  private mutating func evolve(_ data: CredentialsRemoved, _ cited: Citation) {
    if isConfirmation(data) {
      unrevoked = nil
      removal?.revokedAtProvider = true
      return
    }
    let company = grant.map {
      RememberedCompany(number: $0.providerCompany, consented: $0.consented)
    }
    // Where the wrong company had consented, the right one is still remembered.
    let wasInOtherCompany = findings[.otherCompany]?.isOfAttempt == false || company == nil
    updateFindingsAfterRemoval()
    settings?.enabled = false
    let end =
      grant?.refreshTokenExpiresAt
      ?? cited.time.adding(seconds: profile.refreshTokenSeconds ?? Limits.endlessTokenSeconds)
    let made = Removal(
      data, removed: cited, providerCompany: company?.number,
      endsAt: end.adding(seconds: Limits.endedSeconds))
    grant = nil
    removal = made
    unrevoked = data.revokedAtProvider ? nil : made
    switch data.reason {
    case .switchToServiceAccount: remembered = wasInOtherCompany ? remembered : company
    case .requested, .offboarding: remembered = nil
    }
  }

  /// True if this removal only reports that the provider has now confirmed the revocation of an
  /// earlier one.
  func isConfirmation(_ data: CredentialsRemoved) -> Bool {
    data.revokedAtProvider && unrevoked?.reason == data.reason
  }

  /// The provider's company that a consent must come from; nil if any company may consent.
  public var expectedCompany: String? { grant?.providerCompany ?? remembered?.number }
}

extension Grant {
  /// Takes the later of the known and the reported expiry times; an expiry never moves back.
  fileprivate mutating func prolong(_ data: Approval) {
    accessTokenExpiresAt = max(accessTokenExpiresAt, data.accessTokenExpiresAt)
    if let old = refreshTokenExpiresAt, let new = data.refreshTokenExpiresAt {
      refreshTokenExpiresAt = max(old, new)
    }
  }
}
