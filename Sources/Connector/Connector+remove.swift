import EventLog
public import Integrations
import Vault

extension Connector {
  /// Revokes a grant at the provider, records that support removed it, and erases the credentials.
  ///
  /// - Parameter patience: How long to wait for the lock and the ledger before the provider is asked;
  ///   nil for the connector's own patience.
  /// - Returns: True if the provider confirmed the revocation; otherwise the company can remove the
  ///   integration at the provider.
  /// - Throws: `ConnectorError`, or `LedgerError`.
  @discardableResult
  public func remove(
    _ company: Company, _ provider: Provider, reason: RemovalReason, ticket: String?,
    by author: Author, patience: Duration? = nil
  ) async throws -> Bool {
    let lock = try await lock(company, provider, patience)
    defer { withExtendedLifetime(lock) {} }
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    // What the ledger would refuse must be refused before anything is revoked.
    _ = try CheckedCommand(
      Command(
        .credentialsRemoved(
          CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: false)),
        provider: provider, by: author))
    // A re-authorization that has not ended has a consent of its own, of the same account type.
    var revoked: [(standing: Vault.Standing, isRevoked: Bool)] = []
    for standing in [Vault.Standing.current, .pending]
    where try vault.attempt(of: company, provider, standing) != nil {
      revoked.append(
        (
          standing,
          try await revoke(company, provider, standing: standing, accountType: grant.accountType)
        ))
    }
    let isRevoked = revoked.first?.standing == .current && revoked.allSatisfy(\.isRevoked)
    try await record(
      CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: isRevoked),
      of: company, provider, after: state, by: author)
    if let attempt = state.attempt, attempt.outcome == nil { try vault.end(attempt.id) }
    let confirmation: RecordID = effects.id()
    for (standing, isRevoked) in revoked {
      try discard(
        company, provider, standing: standing, isRevoked: isRevoked, accountType: grant.accountType,
        for: reason,
        confirmedBy: confirmation)
    }
    // After a switch to a service account the integration goes on with the same company.
    if reason != .switchToServiceAccount { try vault.eraseDetails(of: company, provider) }
    return isRevoked
  }

  /// Records a removal.
  ///
  /// While an earlier one waits for its confirmation, a confirmed removal would read as that
  /// confirmation, so an unconfirmed one is recorded before it.
  private func record(
    _ removed: CredentialsRemoved, of company: Company, _ provider: Provider,
    after state: Integration, by author: Author
  ) async throws {
    var actions = [removed]
    if removed.revokedAtProvider, state.unrevoked?.reason == removed.reason {
      var unconfirmed = removed
      unconfirmed.revokedAtProvider = false
      actions.insert(unconfirmed, at: 0)
    }
    try await ledger.appendConcurrently(
      actions.map { Command(.credentialsRemoved($0), provider: provider, by: author) }, to: company)
  }
}
