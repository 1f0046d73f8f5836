// What each record says of the layers it reached.

extension Integration {
  /// An error speaks whatever the callback's verdict; from another browser it may be anybody's.
  mutating func note(_ data: CallbackReceived, _ cited: Citation) {
    let isOther = data.verdict == .otherBrowser
    if isOther, grant != nil, !isEnded(at: cited.time) { return }
    // Another issuer's error is not the provider's (RFC 9207).
    if data.fault == .foreignIssuer { return }
    var reading: ErrorReading?
    switch data.answer {
    case .code: return
    case .error:
      reading = data.error.map { ErrorReading(error: $0, words: data.errorDescription) }
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
    // What does not count may be a reload: it says nothing that is known already.
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
    note(reading, ofAttempt: true, asked: asked(by: data.attempt), cited)
  }

  /// The scopes that an attempt asked for; of an earlier one they are not held, so it may be any.
  private func asked(by id: AttemptID) -> [String] {
    attempt?.id == id ? attempt?.scopes ?? [] : Set(Register.allCases.map(\.scope)).sorted()
  }

  /// A failure of an attempt, or of a use of the grant.
  mutating func note(_ data: Failed, ofAttempt: Bool, _ cited: Citation) {
    if ofAttempt { noteExchange(data) }
    if data.reason.isAnswer { findings.remove { $0.kind == .providerDown } }
    if let fault = data.credentials {
      findings.add(
        Finding(fault == .missing ? .credentialsMissing : .credentialsUnreadable, cited))
      return
    }
    if let registers = data.registers, !ofAttempt {
      for register in registers.sorted where data.reason == .unrecognised {
        grant?.open.remove(register)
        findings.add(
          Finding(.registerUnknown, of: register, accountType: grant?.accountType, cited))
      }
      if data.reason == .unrecognised { return }
    }
    if data.stage == .check, !ofAttempt, data.reason != .grantDead {
      findings.add(Finding(.unanswered, cited))
    }
    // An answer that cannot be used has spent the token all the same.
    if data.stage == .refresh, data.reason == .unrecognised, (200..<300) ~= data.httpStatus ?? 0 {
      findings.add(Finding(.answerLost, isCertain: false, cited))
    }
    if let reading = data.reading(ofAttempt: ofAttempt) {
      let asked = ofAttempt ? attempt?.scopes : grant?.scopes
      // The callback said so already.
      let callback = ofAttempt && data.stage == .callback ? attempt?.answered : nil
      note(reading, ofAttempt: ofAttempt, asked: asked ?? [], cited, repeating: callback)
    }
  }

  private mutating func note(
    _ reading: ErrorReading, ofAttempt: Bool, asked: [String], _ cited: Citation,
    repeating earlier: Citation? = nil
  ) {
    guard let kind = reading.kind else { return }
    findings.add(
      Finding(
        kind, ofAttempt: ofAttempt, isCertain: reading.isCertain,
        scopes: asked,
        accountType: ofAttempt ? attempt?.accountType : grant?.accountType, cited),
      repeating: earlier)
  }

  /// How far an attempt came says that what lies before is in order.
  private mutating func noteExchange(_ data: Failed) {
    guard let attempt else { return }
    switch (data.stage, data.reason) {
    case (.exchange, .codeRejected): findings.remove { $0.kind == .clientRefused }
    case (.check, _), (.exchange, .wrongCompany):
      // Which company consented is not known, or it is another one.
      findings.remove { $0.kind == .clientRefused || $0.kind == .providerDown }
      noteApp(attempt.accountType, asked: attempt.scopes)
    default: return
    }
  }

  /// A code that was exchanged shows our app in order, for what was asked.
  private mutating func noteApp(_ accountType: AccountType, asked: [String]) {
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

  /// A consent into the expected company.
  mutating func noteConsent(_ accountType: AccountType, asked: [String], granted: [String]) {
    guard !findings.isEmpty else { return }
    noteApp(accountType, asked: asked)
    findings.remove { finding in
      switch finding.kind {
      case .clientRefused, .providerDown, .accountLocked, .appNotBought, .integrationLicence,
        .attemptUnrecognised:
        true
      case .notSystemAdministrator: accountType == .service
      case .anyLicence: !finding.isOfAttempt
      case .otherCompany, .grantDead, .answerLost, .credentialsMissing, .credentialsUnreadable,
        .grantUnrecognised, .unanswered:
        true
      case .registerScope: finding.register.map { granted.contains($0.scope) } ?? true
      // A right belongs to an approver; a service account's are its own.
      case .registerRight, .registerRightOrLicence: finding.accountType != accountType
      default: false
      }
    }
    findings.change { finding in
      if finding.kind.isOfRegister { finding.isCertain = false }
      // What is left is the licence of a scope.
      if finding.kind == .anyLicence {
        finding.kind = .scopeLicence
        finding.isCertain = false
      }
    }
  }

  /// A consent that asked for a scope was given, so only its register can tell of the licence.
  mutating func noteLicences(_ data: Approval) {
    guard !findings.isEmpty, let finding = findings[.scopeLicence] else { return }
    let asked = attempt?.id == data.attempt ? attempt?.scopes ?? data.scopes : data.scopes
    // A register that was not asked may still tell.
    let open = Set(
      Register.allCases.filter { register in
        register.isChecked && !data.checks.contains { $0.register == register }
      }.map(\.scope))
    findings.change { finding in
      guard finding.kind == .scopeLicence else { return }
      finding.scopes.removeAll { asked.contains($0) && !open.contains($0) }
      finding.isOfAttempt = finding.isOfAttempt && !finding.scopes.allSatisfy(asked.contains)
    }
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: Register.isScope) }
    let silent = data.checks.filter { check in
      check.ok == nil && finding.scopes.contains(check.register.scope)
        && findings[check.register] == nil
    }
    for check in silent {
      var unanswered = finding
      unanswered.kind = .registerLicence
      unanswered.register = check.register
      unanswered.isOfAttempt = false
      unanswered.isCertain = false
      findings.add(unanswered)
    }
  }

  /// A refresh shows client, provider, grant and the licence for integrations in order.
  mutating func noteRefresh() {
    guard !findings.isEmpty else { return }
    findings.remove { finding in
      switch finding.kind {
      case .clientRefused, .providerDown, .integrationLicence, .grantDead, .answerLost,
        .credentialsMissing, .credentialsUnreadable, .grantUnrecognised:
        true
      case .anyLicence: !finding.isOfAttempt
      default: false
      }
    }
    let open = grant?.open.sorted.map(\.scope) ?? []
    let rechecked = grant?.rechecked
    findings.change { finding in
      switch finding.kind {
      case .anyLicence:
        finding.kind = .scopeLicence
        finding.isCertain = false
        if let rechecked, rechecked > finding.latest {
          finding.scopes.removeAll(where: open.contains)
        }
      case .registerIntegrationLicence: finding.isCertain = false
      default: return
      }
    }
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: Register.isScope) }
  }

  /// The registers answered, so the provider is there and our copy of the credentials is used.
  mutating func noteUse() {
    guard !findings.isEmpty else { return }
    findings.remove { finding in
      switch finding.kind {
      case .providerDown, .credentialsMissing, .credentialsUnreadable, .unanswered: true
      default: false
      }
    }
  }

  /// What each register answered; one without an answer says nothing.
  mutating func note(_ checks: [Approval.Check], _ cited: Citation) {
    for check in checks {
      if check.ok != nil { noteAnswer(of: check.register) }
      switch check.ok {
      case true?:
        grant?.open.insert(check.register)
        findings.remove { $0.register == check.register }
        // No register answers while the licence for integrations is missing.
        findings.remove {
          ($0.kind == .integrationLicence || $0.kind == .anyLicence) && !$0.isOfAttempt
        }
        findings.change { if $0.kind == .registerIntegrationLicence { $0.isCertain = false } }
      case false?:
        grant?.open.remove(check.register)
        findings.change { finding in
          guard finding.register == check.register else { return }
          finding.code = nil
          finding.isCertain = false
        }
        if findings[check.register] == nil {
          findings.add(
            Finding(
              .registerUnknown, of: check.register, isCertain: false,
              accountType: grant?.accountType, cited))
        }
      case nil: continue
      }
    }
    guard !findings.isEmpty else { return }
    noteLicensed(checks.filter { $0.ok == true }.map(\.register.scope))
  }

  /// An answer of a register is news of the licence that an earlier grant's check found missing.
  mutating func noteAnswer(of register: Register) {
    guard let licence = findings[.scopeLicence], !licence.isOfAttempt else { return }
    findings.change { if $0.kind == .scopeLicence { $0.scopes.removeAll { $0 == register.scope } } }
    findings.remove { $0.kind == .scopeLicence && $0.scopes.isEmpty }
  }

  /// A register that answers has its licence; where all do, which one an error meant stays open.
  private mutating func noteLicensed(_ scopes: [String]) {
    guard !scopes.isEmpty else { return }
    findings.change { finding in
      guard finding.kind == .anyLicence || finding.kind == .scopeLicence else { return }
      let rest = finding.scopes.filter { !scopes.contains($0) }
      let isTold = finding.kind == .scopeLicence || rest.contains(where: Register.isScope)
      if isTold { finding.scopes = rest }
    }
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: Register.isScope) }
  }

  /// What belonged to the grant goes with it; a licence is missing all the same.
  mutating func noteRemoval() {
    guard !findings.isEmpty else { return }
    var licences: [Finding] = []
    for var finding in findings.all {
      switch finding.kind {
      case .registerIntegrationLicence:
        // A consent or a refresh since has shown it there again.
        if let grant, grant.proven > finding.latest { continue }
        finding.kind = .integrationLicence
      case .registerLicence:
        // The register was refused again since, and the record does not say why.
        if finding.code == nil, let grant, grant.consented > finding.latest { continue }
        finding.kind = .scopeLicence
        finding.scopes = finding.register.map { [$0.scope] } ?? []
      default: continue
      }
      if let same = licences.firstIndex(where: { $0.kind == finding.kind }) {
        licences[same].scopes = Set(licences[same].scopes + finding.scopes).sorted()
      } else {
        finding.register = nil
        licences.append(finding)
      }
    }
    findings.remove { finding in
      switch finding.kind {
      case .grantDead, .answerLost, .credentialsMissing, .credentialsUnreadable,
        .grantUnrecognised, .attemptUnrecognised, .unanswered, .otherCompany:
        true
      default: finding.kind.isOfRegister
      }
    }
    for licence in licences { findings.add(licence) }
  }
}

extension Failed.Reason {
  /// True if the provider answered, whatever it said.
  fileprivate var isAnswer: Bool {
    switch self {
    case .providerUnavailable, .exchangeUnknown, .refreshUnknown, .checkUnknown, .abandoned,
      .superseded, .unrecognised, .declined:
      false
    default: true
    }
  }
}
