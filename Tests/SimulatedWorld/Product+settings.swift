import Integrations

extension Product {
  /// Saves the settings; without a grant that starts an attempt, as the page does.
  mutating func save(_ transfers: [Register], enabled: Bool, starts: Bool) {
    let settings = Configured(
      transfers: Registers(transfers), enabled: enabled && state.grant != nil)
    append(.configured(settings))
    if starts, state.grant == nil { begin() }
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
