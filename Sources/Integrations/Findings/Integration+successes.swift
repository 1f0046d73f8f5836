// What a success says of the layers it reached.

extension Integration {
  /// Removes and weakens findings that a consent by the expected company disproves.
  mutating func updateFindings(
    afterConsentOf accountType: AccountType, asked: [String], granted: [String]
  ) {
    guard !findings.isEmpty else { return }
    let profile = profile
    clearAppFindings(accountType, asked: asked)
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
      // The company was found among those that the person gave us.
      case .registerCompany: true
      case .registerScope: finding.register.map { profile.covers($0, by: granted) } ?? true
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

  /// Narrows licence findings after a consent: a scope that was asked for and granted can only lack
  /// its licence if its register says so.
  mutating func updateLicenceFindings(after data: Approval) {
    let licences = findings.all.filter { $0.kind == .scopeLicence }
    guard !licences.isEmpty else { return }
    let profile = profile
    let asked = attempt?.id == data.attempt ? attempt?.scopes ?? data.scopes : data.scopes
    // A register without a check in this record may still report its licence.
    let open = Set(
      Register.allCases.filter { register in
        profile.isChecked(register) && !data.checks.contains { $0.register == register }
      }.compactMap(profile.scope))
    findings.change { finding in
      guard finding.kind == .scopeLicence else { return }
      finding.scopes.removeAll { asked.contains($0) && !open.contains($0) }
      finding.isOfAttempt = finding.isOfAttempt && !finding.scopes.allSatisfy(asked.contains)
    }
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: profile.isScope) }
    for check in data.checks where check.ok == nil && findings[check.register] == nil {
      guard let scope = profile.scope(of: check.register),
        var unanswered = licences.first(where: { $0.scopes.contains(scope) })
      else { continue }
      unanswered.kind = .registerLicence
      unanswered.register = check.register
      unanswered.isOfAttempt = false
      unanswered.isCertain = false
      findings.add(unanswered)
    }
  }

  /// Removes findings after a refresh: our credentials, the provider, the grant and, where a refresh
  /// needs it, the licence for integrations are in order.
  mutating func updateFindingsAfterRefresh() {
    guard !findings.isEmpty else { return }
    let provesLicence = profile.answers.refreshNeedsLicence
    findings.remove { finding in
      switch finding.kind {
      case .clientRefused, .providerDown, .grantDead, .answerLost, .credentialsMissing,
        .credentialsUnreadable, .grantUnrecognised:
        true
      case .integrationLicence: provesLicence
      case .anyLicence: provesLicence && !finding.isOfAttempt
      default: false
      }
    }
    guard provesLicence else { return }
    let profile = profile
    let open = grant?.open.sorted.compactMap(profile.scope) ?? []
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
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: profile.isScope) }
  }

  /// Removes findings after a register answered: the provider is reachable and our stored
  /// credentials work.
  mutating func updateFindingsAfterUse() {
    guard !findings.isEmpty else { return }
    findings.remove { finding in
      switch finding.kind {
      case .providerDown, .credentialsMissing, .credentialsUnreadable, .unanswered: true
      default: false
      }
    }
  }

  /// Updates the findings from the registers' answers; a register without an answer changes
  /// nothing.
  mutating func updateFindings(from checks: [Approval.Check], _ cited: Citation) {
    for check in checks {
      if check.ok != nil { clearLicenceFinding(of: check.register) }
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
              accountType: grant?.accountType, cited: cited))
        }
      case nil: continue
      }
    }
    guard !findings.isEmpty else { return }
    clearLicenceFindings(
      for: checks.filter { $0.ok == true }.compactMap { profile.scope(of: $0.register) })
  }

  /// Removes a register's scope from the licence finding of an earlier grant, because the register
  /// has answered since.
  mutating func clearLicenceFinding(of register: Register) {
    guard findings[.scopeLicence] != nil, let scope = profile.scope(of: register) else { return }
    findings.change { finding in
      guard finding.kind == .scopeLicence, !finding.isOfAttempt else { return }
      finding.scopes.removeAll { $0 == scope }
    }
    findings.remove { $0.kind == .scopeLicence && $0.scopes.isEmpty }
  }

  /// Removes the scopes of open registers from licence findings.
  ///
  /// If none would be left of an error that named no licence, they stay, because it is unknown
  /// which one was meant.
  private mutating func clearLicenceFindings(for scopes: [String]) {
    guard !scopes.isEmpty else { return }
    let profile = profile
    findings.change { finding in
      guard finding.kind == .anyLicence || finding.kind == .scopeLicence else { return }
      let rest = finding.scopes.filter { !scopes.contains($0) }
      let isTold = finding.kind == .scopeLicence || rest.contains(where: profile.isScope)
      if isTold { finding.scopes = rest }
    }
    findings.remove { $0.kind == .scopeLicence && !$0.scopes.contains(where: profile.isScope) }
  }
}
