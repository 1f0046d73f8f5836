public import Integrations
import Ledger
import Vault

extension Connector {
  /// Revokes a grant at the provider, records that support removed it, and erases the credentials.
  ///
  /// - Returns: whether the provider confirmed the revocation; where it did not, the company can
  ///   remove the integration in Fortnox.
  /// - Throws: `ConnectorError`, or `LedgerError`.
  @discardableResult
  public func remove(
    _ company: Company, _ provider: Provider, reason: CredentialsRemoved.Reason, ticket: String?,
    by actor: Actor
  ) async throws -> Bool {
    guard let turn = try await turns.take(company, provider) else {
      throw ConnectorError.busy(company)
    }
    defer { withExtendedLifetime(turn) {} }
    let state = try state(of: company, provider)
    guard state.grant != nil else { throw ConnectorError.noGrant(company) }
    // What the ledger would refuse is refused before anything is revoked.
    try Command(
      .credentialsRemoved(
        CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: false)),
      provider: provider, by: actor
    ).check()
    var isRevoked = try await revoke(company, provider, .current)
    // A re-authorization that came to nothing yet has a consent of its own.
    if try vault.companies(.pending).contains(where: { $0.0 == company && $0.1 == provider }) {
      isRevoked = try await revoke(company, provider, .pending) && isRevoked
    }
    let removed = CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: isRevoked)
    try await ledger.appendConcurrently(
      [Command(.credentialsRemoved(removed), provider: provider, by: actor)], to: company)
    if let attempt = state.attempt, attempt.outcome == nil { try vault.end(attempt.id) }
    try vault.erase(company, provider)
    return isRevoked
  }
}
