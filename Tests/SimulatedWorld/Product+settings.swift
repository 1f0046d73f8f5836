import Integrations

extension Product {
  /// Saves the settings; without a grant that starts an attempt, as the page does.
  ///
  /// - Returns: true if the rules did not refuse it.
  @discardableResult
  mutating func save(_ transfers: [Register], enabled: Bool, starts: Bool) -> Bool {
    if world.facts.hasCompanyCode, code == 0 {
      code = 1
      codeCompany = world.firstCode
    }
    let settings = Configured(
      transfers: Registers(transfers.filter(world.facts.registers.contains)),
      enabled: enabled && state.grant != nil, companyCode: code > 0 ? code : nil)
    let isSaved = append(.configured(settings))
    if starts, state.grant == nil { begin() }
    return isSaved
  }

  /// The same user connects another company of the person's, which is another integration.
  mutating func consentElsewhere(by person: Int) {
    guard world.facts.hasCompanyCode else { return }
    let consent = Consent(
      person: person, company: 1, isService: false, registers: Registers(world.facts.registers))
    _ = world.keep(consent)
    elsewhere.append(Question.Elsewhere(place: records.count, time: now))
  }

  /// Support removes the authorization.
  mutating func remove(_ reason: RemovalReason, isRevoked: Bool) {
    guard let company = state.grant?.providerCompany,
      append(
        .credentialsRemoved(CredentialsRemoved(reason: reason, revokedAtProvider: isRevoked)))
    else { return }
    // The rules may take it for the confirmation of an earlier one.
    guard state.grant == nil else { return }
    unconfirmed = isRevoked ? nil : reason
    evidence[evidence.count - 1].endsGrant = true
    remembered = reason == .switchToServiceAccount ? company : nil
    if isRevoked, let vault { world.consents[vault.consent].isAlive = false }
    vault = nil
    isVaultWhole = true
    isGrantDead = false
  }

  /// The provider confirms that the authorization which was removed last is revoked.
  mutating func confirmRemoval() {
    guard let reason = unconfirmed, state.grant == nil else { return }
    append(.credentialsRemoved(CredentialsRemoved(reason: reason, revokedAtProvider: true)))
    unconfirmed = nil
  }
}
