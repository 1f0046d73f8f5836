import EventLog
public import Integrations
import Vault

extension Connector {
  /// Revokes a grant at the provider, records that support removed it, and erases the credentials.
  ///
  /// - Parameter patience: How long to wait for others before anything is asked of the provider; nil
  ///   for as long as a command waits.
  /// - Returns: whether the provider confirmed the revocation; where it did not, the company can
  ///   remove the integration in Fortnox.
  /// - Throws: `ConnectorError`, or `LedgerError`.
  @discardableResult
  public func remove(
    _ company: Company, _ provider: Provider, reason: RemovalReason, ticket: String?,
    by author: Author, patience: Duration? = nil
  ) async throws -> Bool {
    let turn = try await turn(company, provider, patience)
    defer { withExtendedLifetime(turn) {} }
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    // What the ledger would refuse is refused before anything is revoked.
    _ = try CheckedCommand(
      Command(
        .credentialsRemoved(
          CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: false)),
        provider, by: author))
    // A re-authorization that came to nothing yet has a consent of its own, of the same kind.
    var revoked: [(standing: Vault.Standing, isRevoked: Bool)] = []
    for standing in [Vault.Standing.current, .pending]
    where try vault.attempt(of: company, provider, standing) != nil {
      revoked.append(
        (standing, try await revoke(company, provider, standing, grant.accountType)))
    }
    let isRevoked = revoked.first?.standing == .current && revoked.allSatisfy(\.isRevoked)
    try await record(
      CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: isRevoked),
      after: state,
      company, provider, by: author)
    if let attempt = state.attempt, attempt.outcome == nil { try vault.end(attempt.id) }
    let confirmation: RecordID = effects.id()
    for (standing, isRevoked) in revoked {
      try letGo(
        company, provider, standing, isRevoked: isRevoked, grant.accountType, for: reason,
        confirmedBy: confirmation)
    }
    // Whoever changes to a service account goes on with the same company.
    if reason != .switchToServiceAccount { try vault.eraseDetails(of: company, provider) }
    return isRevoked
  }

  /// Records a removal, and apart from it that it was confirmed where an earlier one waits: the two
  /// would be one and the same record.
  private func record(
    _ removed: CredentialsRemoved, after state: Integration, _ company: Company,
    _ provider: Provider, by author: Author
  ) async throws {
    var actions = [removed]
    if removed.revokedAtProvider, state.unrevoked?.reason == removed.reason {
      var unconfirmed = removed
      unconfirmed.revokedAtProvider = false
      actions.insert(unconfirmed, at: 0)
    }
    try await ledger.appendConcurrently(
      actions.map { Command(.credentialsRemoved($0), provider, by: author) }, to: company)
  }
}
