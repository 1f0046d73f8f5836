// What a callback and a failure say of the layers they reached.

extension Integration {
  /// Updates the findings from a callback.
  ///
  /// An error counts whatever the verdict; from another browser anybody may have sent it, so it is
  /// never certain.
  mutating func updateFindings(from data: CallbackReceived, _ cited: Citation) {
    let isOther = data.verdict == .otherBrowser
    if isOther, grant != nil, !isEnded(at: cited.time) { return }
    // Another issuer's error is not the provider's (RFC 9207).
    if data.fault == .foreignIssuer { return }
    var reading: ErrorReading?
    switch data.answer {
    case .code: return
    case .error:
      let profile = profile
      reading = data.error.map {
        ErrorReading(error: $0, words: data.errorDescription, profile)
      }
    case .empty:
      // Nothing came back: seen when the company's account was locked
      // (https://github.com/erp-mafia/accounted/issues/146).
      let isPlain = data.fault == nil || data.fault == .noState
      if !isOther, isPlain {
        reading = ErrorReading(kind: .accountLocked, isCertain: false)
      }
    }
    if isOther || (data.fault != nil && data.fault != .noState) { reading?.isCertain = false }
    guard let reading, let kind = reading.kind else { return }
    // A callback that does not count may be a reload, so it is not counted as a new sighting.
    if data.verdict != .accepted,
      findings.all.contains(where: { $0.kind == kind && $0.isOfAttempt })
    {
      let asked = asked(by: data.attempt)
      findings.change { finding in
        if finding.kind == kind, finding.isOfAttempt {
          finding.scopes = Set(finding.scopes + asked).sorted()
        }
      }
      return
    }
    addFinding(
      reading, ofAttempt: true, asked: asked(by: data.attempt), cited: cited)
  }

  /// The scopes that an attempt asked for.
  ///
  /// The state keeps them for the latest attempt only; for an earlier one every scope is possible.
  private func asked(by id: AttemptID) -> [String] {
    attempt?.id == id ? attempt?.scopes ?? [] : profile.scopesOfRegisters
  }

  /// Updates the findings from a failure of an attempt, or of a use of the grant.
  mutating func updateFindings(
    from data: Failed, ofAttempt: Bool, _ cited: Citation
  ) {
    if ofAttempt { updateFindings(reachedBy: data) }
    if data.reason.isAnswer { findings.remove { $0.kind == .providerDown } }
    if let fault = data.credentials {
      findings.add(
        Finding(fault == .missing ? .credentialsMissing : .credentialsUnreadable, cited: cited))
      return
    }
    if let registers = data.registers, !ofAttempt {
      for register in registers.sorted where data.reason == .unrecognised {
        grant?.open.remove(register)
        findings.add(
          Finding(.registerUnknown, of: register, accountType: grant?.accountType, cited: cited))
      }
      if data.reason == .unrecognised { return }
    }
    if data.stage == .check, !ofAttempt, data.reason != .grantDead {
      findings.add(Finding(.unanswered, cited: cited))
    }
    // An answer that cannot be used has spent the token all the same.
    if data.stage == .refresh, data.reason == .unrecognised, (200..<300) ~= data.httpStatus ?? 0 {
      findings.add(Finding(.answerLost, isCertain: false, cited: cited))
    }
    if let reading = data.reading(ofAttempt: ofAttempt, profile) {
      let asked = ofAttempt ? attempt?.scopes : grant?.scopes
      // The callback said so already.
      let callback = ofAttempt && data.stage == .callback ? attempt?.answered : nil
      addFinding(
        reading, ofAttempt: ofAttempt, asked: asked ?? [], cited: cited, repeating: callback)
    }
  }

  private mutating func addFinding(
    _ reading: ErrorReading, ofAttempt: Bool, asked: [String], cited: Citation,
    repeating earlier: Citation? = nil
  ) {
    guard let kind = reading.kind else { return }
    findings.add(
      Finding(
        kind, ofAttempt: ofAttempt, isCertain: reading.isCertain,
        scopes: asked,
        accountType: ofAttempt ? attempt?.accountType : grant?.accountType, cited: cited),
      repeating: earlier)
  }

  /// Removes the findings that a failed attempt disproves by how far it came.
  private mutating func updateFindings(reachedBy data: Failed) {
    guard let attempt else { return }
    switch (data.stage, data.reason) {
    case (.exchange, .codeRejected): findings.remove { $0.kind == .clientRefused }
    case (.check, _), (.exchange, .wrongCompany):
      // Which company consented is not known, or it is another one.
      findings.remove { $0.kind == .clientRefused || $0.kind == .providerDown }
      clearAppFindings(attempt.accountType, asked: attempt.scopes)
    default: return
    }
  }

  /// Removes findings about our app: a code was exchanged, so it may ask for these scopes and this
  /// account type.
  mutating func clearAppFindings(_ accountType: AccountType, asked: [String]) {
    findings.change { finding in
      if finding.kind == .scopeNotEnabled { finding.scopes.removeAll(where: asked.contains) }
    }
    findings.remove { finding in
      switch finding.kind {
      case .scopeNotEnabled: finding.scopes.isEmpty
      case .serviceAccountNotAllowed: accountType == .service
      default: false
      }
    }
  }
}

extension Failed.Reason {
  /// True if the provider gave an answer, whatever it was.
  fileprivate var isAnswer: Bool {
    switch self {
    case .providerUnavailable, .exchangeUnknown, .refreshUnknown, .checkUnknown, .abandoned,
      .superseded, .unrecognised, .declined:
      false
    default: true
    }
  }
}
