import EventLog
import Integrations
import Providers
import Vault

// A consent that is no longer needed is revoked at the provider. What the provider does not confirm is
// kept and tried again, until it has expired by itself.

extension Connector {
  /// How long a revocation is tried again if it is not known when the consent expires, in seconds.
  private static let longestRevocationSeconds = 45 * Limits.daySeconds

  /// Asks the provider to revoke the consent whose credentials have a standing.
  ///
  /// - Returns: True if the provider confirmed it.
  func revoke(
    _ company: Company, _ provider: Provider, standing: Vault.Standing,
    accountType: AccountType, attempt: AttemptID? = nil
  ) async throws -> Bool {
    guard let client = clients[provider],
      let attempt = try attempt ?? vault.attempt(of: company, provider, standing),
      let credentials = try openableCredentials(
        company, provider, standing: standing, attempt: attempt)
    else { return false }
    // An answer about an expired token says nothing of the consent.
    let access = GrantAccess(credentials, of: accountType).living(credentials, at: effects.now())
    let consent = Consent(
      company: company, provider: provider, attempt: attempt, credentials: credentials)
    let answer = try await end(consent, access, standing, client)
    guard answer == .tokenRejected else { return answer == .confirmed }
    guard let fresh = try await refreshToRevoke(consent, access, standing) else { return false }
    return try await end(consent, fresh, standing, client) == .confirmed
  }

  /// Ends a consent, unless what another integration of ours has of the same person may end with it.
  ///
  /// A consent that is not ended for that reason is tried again later, when the other may be gone.
  private func end(
    _ consent: Consent, _ access: GrantAccess, _ standing: Vault.Standing,
    _ client: any ProviderClient
  ) async throws -> RevocationAnswer {
    let (company, provider) = (consent.company, consent.provider)
    let send = send(to: provider)
    // A grant of its own stands beside a consent that came to nothing, or was removed before.
    let own = standing == .current ? nil : try vault.current(of: company, provider)
    if try own != nil || vault.hasOthers(than: company, provider) {
      switch await client.reach(access, send: send) {
      case .oneCompany: break
      case .companies(let numbers):
        let isShared = try numbers.contains { number in
          try own?.number == number
            || !vault.others(than: company, provider, at: number).isEmpty
        }
        guard !isShared else { return .unconfirmed }
      case .tokenRejected: return .tokenRejected
      case .unanswered: return .unconfirmed
      }
    }
    return await client.revoke(access, send: send)
  }

  /// Fetches an access token with which a consent can be ended; nil if there is none.
  ///
  /// What the answer holds is stored in place of what was sent, which may be spent: the consent is ended
  /// by it another time.
  private func refreshToRevoke(
    _ consent: Consent, _ access: GrantAccess, _ standing: Vault.Standing
  ) async throws -> GrantAccess? {
    let (company, provider) = (consent.company, consent.provider)
    guard access.refreshToken != nil else { return nil }
    let answer = try await client(of: provider).refresh(access, send: send(to: provider))
    let now = effects.now()
    var credentials = consent.credentials
    if case .given(let tokens) = answer.result {
      credentials = credentials.refreshed(by: tokens, of: provider, at: now)
    } else if let token = answer.refreshToken {
      credentials.refreshToken = token
      credentials.refreshTokenExpiresAt = provider.endOfRefreshToken(from: now)
    } else {
      return nil
    }
    try vault.store(
      credentials, of: company, provider, as: standing, attempt: consent.attempt, at: now)
    guard case .given = answer.result else { return nil }
    return GrantAccess(credentials, of: access.accountType)
  }

  /// Erases credentials whose revocation is confirmed, and keeps others to be revoked later.
  ///
  /// - Parameters:
  ///   - reason: Why support removed them; nil for a consent that never became a grant.
  ///   - record: The id of the record that will say that the revocation was confirmed.
  func discard(
    _ company: Company, _ provider: Provider, standing: Vault.Standing, isRevoked: Bool,
    accountType: AccountType, for reason: RemovalReason? = nil,
    confirmedBy record: RecordID? = nil
  ) throws {
    guard !isRevoked, let attempt = try vault.attempt(of: company, provider, standing) else {
      return try vault.erase(company, provider, standing)
    }
    let now = effects.now()
    let known = try openableCredentials(company, provider, standing: standing)
    let end = known?.refreshTokenExpiresAt ?? now.adding(seconds: Self.longestRevocationSeconds)
    let endsAt = end.adding(seconds: Limits.endedSeconds)
    // Nothing in them can be revoked, or they have expired.
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

  /// The credentials; nil if there are none or they cannot be opened.
  private func openableCredentials(
    _ company: Company, _ provider: Provider, standing: Vault.Standing, attempt: AttemptID? = nil
  ) throws -> Credentials? {
    do {
      return try vault.credentials(of: company, provider, standing, attempt: attempt)?.credentials
    } catch let error as VaultError where error.isUnopenable {
      return nil
    }
  }

  /// Tries again to revoke what the provider has not confirmed, and forgets what has expired.
  ///
  /// - Returns: The number of consents that are done with.
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
      await withFreeLock(company, provider, keeping: &failure) {
        // It may have been confirmed since the list was read.
        guard try vault.revocations(of: company).contains(revocation),
          try !isConsenting(company, provider)
        else { return }
        if try await tryAgain(revocation) { count += 1 }
      }
    }
    return count
  }

  /// True while a new consent is under way, which the revocation might end.
  private func isConsenting(_ company: Company, _ provider: Provider) throws -> Bool {
    if try vault.attempt(of: company, provider, .pending) != nil { return true }
    let attempt = try state(of: company, provider).attempt
    return attempt?.outcome == nil && attempt?.answer == .code
  }

  private func tryAgain(_ revocation: Revocation) async throws -> Bool {
    let (company, provider) = (revocation.company, revocation.provider)
    let isRevoked = try await revoke(
      company, provider, standing: .revoking, accountType: revocation.accountType,
      attempt: revocation.attempt)
    guard isRevoked else {
      try postpone(company, provider, .revocation)
      return false
    }
    try endPause(company, provider, .revocation)
    // A removal is confirmed once every consent that it removed is revoked.
    let others = try vault.revocations(of: company).filter { $0.record == revocation.record }
    if let reason = revocation.reason, others.count == 1 {
      try await confirm(reason, revocation)
    }
    try vault.end(revocation)
    return true
  }

  /// Records that the provider confirmed the revocation, if the state still waits for that.
  ///
  /// Without a removal that waits, the rules would read the same record as the removal of a grant, so it
  /// is appended only at the stream's size at which the state was read.
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

  /// Gives up the revocations of earlier consents of the provider's company: it is not known whether
  /// revoking one would end the new consent too.
  func endRevocations(
    of number: String, _ provider: Provider, except attempt: AttemptID
  ) throws {
    for revocation in try vault.revocations()
    where revocation.provider == provider && revocation.attempt != attempt {
      let old = try openableCredentials(
        revocation.company, provider, standing: .revoking, attempt: revocation.attempt)
      if old?.providerCompany == number { try vault.end(revocation) }
    }
  }
}
