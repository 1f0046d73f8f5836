import EventLog
import Fortnox
import Integrations
import Vault

// A consent that is of no use any more is revoked at the provider; what is not confirmed is kept
// and tried again, until it has ended by itself.

extension Connector {
  /// Asks the provider to revoke a consent whose credentials have a standing.
  ///
  /// - Returns: whether the provider confirmed it.
  func revoke(
    _ company: Company, _ provider: Provider, _ standing: Vault.Standing,
    _ accountType: AccountType, attempt: AttemptID? = nil
  ) async throws -> Bool {
    guard let client = clients[provider],
      let credentials = try openable(company, provider, standing, attempt: attempt)
    else { return false }
    let now = effects.now()
    // What is said of a token that had expired is said of nothing.
    let isAlive =
      credentials.refreshToken != nil && credentials.refreshTokenExpiresAt.map { now < $0 } ?? true
    var isConfirmed = false
    if let token = credentials.refreshToken, isAlive,
      let answer = try? await send(client.revoke(token))
    {
      isConfirmed = FortnoxClient.isRevoked(answer)
    }
    guard accountType == .service else { return isConfirmed }
    // Client credentials may go on working after the refresh token is gone.
    guard let number = credentials.providerCompany,
      let answer = try? await send(client.clientCredentials(providerCompany: number))
    else { return false }
    return FortnoxClient.isConsentGone(answer)
  }

  /// Erases credentials whose revocation is confirmed, and keeps the others to be revoked.
  ///
  /// - Parameter reason: Why support removed them; nil for a consent that came to nothing.
  func letGo(
    _ company: Company, _ provider: Provider, _ standing: Vault.Standing, isRevoked: Bool,
    _ accountType: AccountType, for reason: RemovalReason? = nil,
    confirmedBy record: RecordID? = nil
  ) throws {
    guard !isRevoked, let attempt = try vault.attempt(of: company, provider, standing) else {
      return try vault.erase(company, provider, standing)
    }
    let now = effects.now()
    let known = try openable(company, provider, standing)
    let end = known?.refreshTokenExpiresAt ?? now.adding(seconds: Limits.refreshTokenSeconds)
    let endsAt = end.adding(seconds: Limits.endedSeconds)
    // Nothing that could be revoked, or nothing that still works.
    if known.map({ $0.refreshToken == nil && $0.providerCompany == nil }) ?? false || endsAt <= now
    {
      return try vault.erase(company, provider, standing)
    }
    try vault.begin(
      Revocation(
        company: company, provider: provider, attempt: attempt, accountType: accountType,
        reason: reason, record: record ?? effects.id(), beganAt: now, endsAt: endsAt),
      from: standing)
  }

  /// Credentials, unless there are none that can be opened.
  private func openable(
    _ company: Company, _ provider: Provider, _ standing: Vault.Standing, attempt: AttemptID? = nil
  ) throws -> Credentials? {
    do {
      return try vault.credentials(of: company, provider, standing, attempt: attempt)?.credentials
    } catch let error as VaultError where error.isUnopenable {
      return nil
    }
  }

  /// Tries again what the provider has not confirmed, and forgets what has ended by itself.
  ///
  /// - Returns: how many consents are waited for no longer.
  func revokeAgain(_ failure: inout (any Error)?) async throws -> Int {
    var count = 0
    for revocation in try vault.revocations() {
      if isStopped { break }
      let (company, provider) = (revocation.company, revocation.provider)
      if effects.now() >= revocation.endsAt {
        try vault.end(revocation)
        count += 1
        continue
      }
      if try isPaused(company, provider, .revocation) { continue }
      await inTurn(company, provider, &failure) {
        // Somebody may have finished it since the list was read.
        guard try vault.revocations(of: company).contains(revocation),
          try !isConsenting(company, provider)
        else { return }
        if try await tryAgain(revocation) { count += 1 }
      }
    }
    return count
  }

  /// Whether a consent of this integration is on its way, which a revocation might end.
  private func isConsenting(_ company: Company, _ provider: Provider) throws -> Bool {
    if try vault.attempt(of: company, provider, .pending) != nil { return true }
    let attempt = try state(of: company, provider).attempt
    return attempt?.outcome == nil && attempt?.answer == .code
  }

  private func tryAgain(_ revocation: Revocation) async throws -> Bool {
    let (company, provider) = (revocation.company, revocation.provider)
    let isRevoked = try await revoke(
      company, provider, .revoking, revocation.accountType, attempt: revocation.attempt)
    guard isRevoked else {
      try postpone(company, provider, .revocation)
      return false
    }
    try endPause(company, provider, .revocation)
    // A removal is confirmed once all that it removed is gone.
    let others = try vault.revocations(of: company).filter { $0.record == revocation.record }
    if let reason = revocation.reason, others.count == 1 {
      try await confirm(reason, revocation)
    }
    try vault.end(revocation)
    return true
  }

  /// Records that the provider confirmed the revocation, unless nobody waits for it any more.
  ///
  /// In the rules' eyes the same record removes a grant where no removal waits, so it is recorded
  /// only while nothing else has been.
  private func confirm(
    _ reason: RemovalReason, _ revocation: Revocation
  ) async throws {
    let (company, provider) = (revocation.company, revocation.provider)
    let removed = CredentialsRemoved(reason: reason, revokedAtProvider: true)
    let command = Command(
      .credentialsRemoved(removed), provider: provider, by: .server, id: revocation.record)
    while true {
      guard let view = try ledger.integration(of: company, provider),
        view.state.unrevoked?.reason == reason
      else { return }
      do {
        try await ledger.appendConcurrently(
          [command], to: company, expecting: .exactly(view.size))
        return
      } catch LedgerError.conflict { continue }
    }
  }

  /// A newer consent of the provider's company is not to be ended by an earlier one's revocation;
  /// whether it would be is not known.
  func keepRevocationsFrom(_ number: String, _ provider: Provider, but attempt: AttemptID) throws {
    for revocation in try vault.revocations()
    where revocation.provider == provider && revocation.attempt != attempt {
      let old = try openable(
        revocation.company, provider, .revoking, attempt: revocation.attempt)
      if old?.providerCompany == number { try vault.end(revocation) }
    }
  }
}
