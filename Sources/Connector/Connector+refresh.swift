import EventLog
public import Integrations
import Providers
import Vault

/// An access token that works for a while.
public struct AccessToken: Sendable, CustomStringConvertible {
  /// The token.
  public var value: String
  /// When it expires.
  public var expiresAt: Timestamp
  /// What the provider lets it do.
  public var scopes: [String]
  /// The provider's number of its company; nil if it is not known.
  public var providerCompany: String?

  /// Never the token.
  public var description: String { "access token" }
}

extension Connector {
  /// The least time that an access token must still work to be handed out, in seconds.
  public static let remainingSeconds: Int64 = 300
  /// The age at which a grant is refreshed although nobody asks, in seconds: a week, less a day in
  /// which the provider may be down.
  static let refreshSeconds = 6 * Limits.daySeconds

  /// A fresh access token for the host application.
  ///
  /// One process at a time refreshes; the others use its result.
  ///
  /// - Parameter minimumSeconds: How long it must still work.
  /// - Throws: `ConnectorError`.
  public func accessToken(
    of company: Company, _ provider: Provider, minimumSeconds: Int64 = remainingSeconds
  ) async throws -> AccessToken {
    let state = try state(of: company, provider)
    guard let known = state.grant else { throw ConnectorError.noGrant(company) }
    let isEnded = state.isEnded(at: effects.now())
    // A licence may have been restored, so the provider is asked even if a token is at hand.
    guard !isEnded || state.isLicenceGone else { throw ConnectorError.grantDead(company) }
    // Credentials that cannot be opened are recorded below, under the lock.
    if !isEnded, let (credentials, _) = try? vault.credentials(of: company, provider),
      isFresh(credentials, for: minimumSeconds)
    {
      return AccessToken(credentials, of: known)
    }
    guard let lock = try await locks.take(company, provider) else {
      throw ConnectorError.busy(company)
    }
    defer { withExtendedLifetime(lock) {} }
    guard isEnded, let grant = try self.state(of: company, provider).grant else {
      let consent = try await freshConsent(company, provider, for: minimumSeconds)
      return AccessToken(consent.credentials, of: known)
    }
    return AccessToken(try await refreshConsent(company, provider, grant).credentials, of: grant)
  }

  private func isFresh(_ credentials: Credentials, for seconds: Int64) -> Bool {
    effects.now().adding(seconds: seconds) < credentials.accessTokenExpiresAt
  }

  /// A consent whose access token works for a while, refreshed if need be; the caller holds the lock.
  func freshConsent(
    _ company: Company, _ provider: Provider, for seconds: Int64 = remainingSeconds
  ) async throws -> Consent {
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    let consent = try await storedConsent(company, provider, grant)
    if isFresh(consent.credentials, for: seconds) { return consent }
    return try await refreshConsent(company, provider, grant)
  }

  /// The consent of a grant as the vault has it; missing or unreadable credentials are recorded.
  private func storedConsent(
    _ company: Company, _ provider: Provider, _ grant: Grant
  ) async throws -> Consent {
    do {
      if let (credentials, of) = try vault.credentials(of: company, provider),
        of == grant.attempt
      {
        return Consent(
          company: company, provider: provider, attempt: of, credentials: credentials)
      }
    } catch let error as VaultError where error.isUnopenable {
      try await record(.unreadable, company, provider, of: grant)
      throw error
    }
    // After a crash they may still be pending; the sweep makes them current.
    if try vault.attempt(of: company, provider, .pending) != grant.attempt {
      try await record(.missing, company, provider, of: grant)
    }
    throw ConnectorError.noCredentials(company)
  }

  private func record(
    _ fault: Failed.CredentialFault, _ company: Company, _ provider: Provider, of grant: Grant
  ) async throws {
    let failed = Failed(
      attempt: grant.attempt, stage: .refresh, reason: .unrecognised, credentials: fault)
    try await ledger.appendConcurrently(
      [Command(.failed(failed), provider: provider, by: .server)], to: company)
  }

  /// Exchanges the refresh token, or asks by client credentials; the caller holds the lock.
  ///
  /// The vault says that the token is sent before it is, and the answer's tokens are in the vault before
  /// anything else is done with them.
  func refreshConsent(
    _ company: Company, _ provider: Provider, _ grant: Grant
  ) async throws -> Consent {
    let client = try client(of: provider)
    var consent = try await storedConsent(company, provider, grant)
    let old = consent.credentials
    guard try !state(of: company, provider).isDead else { throw ConnectorError.grantDead(company) }
    if try isPaused(company, provider, .token) {
      throw ConnectorError.notRefreshed(company, .providerUnavailable)
    }
    var access = GrantAccess(old, of: grant.accountType)
    access.providerCompany = grant.providerCompany
    if grant.accountType == .user {
      guard old.refreshToken != nil else { throw ConnectorError.noCredentials(company) }
      try vault.markRefresh(of: company, provider, sentAt: effects.now())
    }
    let answer = await client.refresh(access, send: send(to: provider))
    refreshes.count(answer.result)
    if let token = answer.refreshToken { try storeRotated(token, of: consent) }
    let tokens: Tokens
    switch answer.result {
    case .given(let given):
      try pause(.token, company, provider, retryAfter: nil)
      tokens = given
    case .refused(let refusal):
      try pause(.token, company, provider, retryAfter: answer.retryAfter)
      let scrubber = Scrubber(
        values: [old.accessToken, old.refreshToken].compactMap { $0 }, of: client)
      throw try await refused(
        company, provider, Failed(refusal, of: grant.attempt, at: .refresh, scrubbedBy: scrubber))
    case .unanswered(let unanswered):
      // Client credentials can be sent any number of times, so nothing is lost.
      let isLost = unanswered == .unknown && grant.accountType == .user
      throw try await refused(
        company, provider,
        Failed(
          attempt: grant.attempt, stage: .refresh,
          reason: isLost ? .refreshUnknown : .providerUnavailable))
    }
    let now = effects.now()
    consent.credentials = old.refreshed(by: tokens, of: provider, at: now)
    try storeCurrent(consent, at: now)
    try endPause(company, provider, .refresh)
    try await recordRefresh(consent)
    return consent
  }

  private func storeCurrent(_ consent: Consent, at time: Timestamp) throws {
    try vault.store(
      consent.credentials, of: consent.company, consent.provider, as: .current,
      attempt: consent.attempt, at: time)
  }

  /// Stores a new refresh token beside the old access token, before the rest of the answer is read: if
  /// that is unusable, the next refresh sends this token.
  ///
  /// The time at which the credentials were stored stays, since nothing was refreshed yet.
  private func storeRotated(_ refreshToken: String, of consent: Consent) throws {
    let now = effects.now()
    var rotated = consent
    rotated.credentials.refreshToken = refreshToken
    rotated.credentials.refreshTokenExpiresAt = consent.provider.endOfRefreshToken(from: now)
    try storeCurrent(
      rotated, at: try vault.current(of: consent.company, consent.provider)?.keptAt ?? now)
  }

  /// Records a refresh, if it changes what the ledger knows.
  func recordRefresh(_ consent: Consent) async throws {
    let state = try state(of: consent.company, consent.provider)
    guard let grant = state.grant else { return }
    let approval = Approval(consent, of: grant, via: .refresh, checks: [])
    // Most refreshes say nothing new, and then there is nothing to commit.
    let decisions = try? state.decide(.approved(approval), at: effects.now())
    guard decisions?.isEmpty == false else { return }
    try await ledger.appendConcurrently(
      [Command(.approved(approval), provider: consent.provider, by: .server)],
      to: consent.company)
  }

  private func refused(
    _ company: Company, _ provider: Provider, _ failed: Failed
  ) async throws -> ConnectorError {
    try await ledger.appendConcurrently(
      [Command(.failed(failed), provider: provider, by: .server)], to: company)
    try vault.markRefresh(of: company, provider, sentAt: nil)
    try postpone(company, provider, .refresh)
    return failed.reason == .grantDead ? .grantDead(company) : .notRefreshed(company, failed.reason)
  }

  /// Refreshes the grants that were not used for almost a week, so that none expires unused.
  ///
  /// - Returns: The number of grants that were refreshed, and of those that could not be.
  /// - Throws: The first error that is not the provider's, after all grants were tried.
  @discardableResult
  public func refreshDue() async throws -> (refreshed: Int, failed: Int) {
    let now = effects.now()
    var counts = (refreshed: 0, failed: 0)
    var failure: (any Error)?
    for (company, provider, _) in try vault.credentials(
      keptBefore: now.adding(seconds: -Self.refreshSeconds))
    {
      if isStopped { break }
      if try isPaused(company, provider, .refresh) { continue }
      let state = try state(of: company, provider)
      guard clients[provider] != nil, let grant = state.grant, !state.isDead,
        let lock = try await locks.take(company, provider, patience: .zero)
      else { continue }
      do {
        _ = try await refreshConsent(company, provider, grant)
        counts.refreshed += 1
      } catch {
        try postpone(company, provider, .refresh)
        counts.failed += 1
        if !(error is ConnectorError) { failure = failure ?? error }
      }
      withExtendedLifetime(lock) {}
    }
    if let failure { throw failure }
    return counts
  }
}

extension Integration {
  /// True if the provider said that the grant is dead: only a new consent helps.
  var isDead: Bool { findings.all.contains { $0.kind == .grantDead } }

  /// True if the grant works again as soon as the company has its licence back.
  var isLicenceGone: Bool {
    !isDead
      && findings.all.contains { finding in
        switch finding.kind {
        case .integrationLicence, .anyLicence, .appNotBought: !finding.isOfAttempt
        default: false
        }
      }
  }
}

extension AccessToken {
  fileprivate init(_ credentials: Credentials, of grant: Grant) {
    self.init(
      value: credentials.accessToken, expiresAt: credentials.accessTokenExpiresAt,
      scopes: grant.scopes,
      providerCompany: grant.providerCompany.isEmpty ? nil : grant.providerCompany)
  }
}
