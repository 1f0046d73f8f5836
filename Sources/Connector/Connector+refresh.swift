import EventLog
import Fortnox
public import Integrations
import Vault

/// An access token that works now.
public struct AccessToken: Sendable, CustomStringConvertible {
  /// The token.
  public var value: String
  /// Until when it works.
  public var expiresAt: Timestamp

  /// Never the token.
  public var description: String { "access token" }
}

extension Connector {
  /// How long an access token must still work to be handed out, in seconds.
  static let remainingSeconds: Int64 = 300
  /// After how long a grant is refreshed although nobody asks, in seconds: a week, less a day's
  /// leave for the provider to be down.
  static let refreshSeconds: Int64 = 6 * 86_400

  /// A fresh access token for the host application.
  ///
  /// One process at a time refreshes, and the others find what it brought.
  ///
  /// - Throws: `ConnectorError`.
  public func accessToken(
    of company: Company, _ provider: Provider
  ) async throws -> AccessToken {
    let state = try state(of: company, provider)
    guard state.grant != nil else { throw ConnectorError.noGrant(company) }
    let isEnded = state.isEnded(at: effects.now())
    // A licence that was gone may have come back: the provider is asked, whatever is at hand.
    guard !isEnded || state.isLicenceGone else { throw ConnectorError.grantDead(company) }
    // What cannot be read here is looked at in turn, and then recorded.
    if !isEnded, let (credentials, _) = try? vault.credentials(of: company, provider),
      isFresh(credentials)
    {
      return AccessToken(credentials)
    }
    guard let turn = try await turns.take(company, provider) else {
      throw ConnectorError.busy(company)
    }
    defer { withExtendedLifetime(turn) {} }
    guard isEnded, let grant = try self.state(of: company, provider).grant else {
      return AccessToken(try await freshInTurn(company, provider))
    }
    return AccessToken(try await refreshInTurn(company, provider, grant))
  }

  private func isFresh(_ credentials: Credentials) -> Bool {
    effects.now().adding(seconds: Self.remainingSeconds) < credentials.accessTokenExpiresAt
  }

  /// Credentials with an access token that works for a while; refreshed if need be.
  func freshInTurn(_ company: Company, _ provider: Provider) async throws -> Credentials {
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    let credentials = try await stored(company, provider, grant)
    if isFresh(credentials) { return credentials }
    return try await refreshInTurn(company, provider, grant)
  }

  /// The credentials of a grant; that they are missing or cannot be opened is recorded.
  private func stored(
    _ company: Company, _ provider: Provider, _ grant: Grant
  ) async throws -> Credentials {
    do {
      if let (credentials, of) = try vault.credentials(of: company, provider),
        of == grant.attempt
      {
        return credentials
      }
    } catch let error as VaultError where error.isUnopenable {
      try await record(.unreadable, company, provider, grant)
      throw error
    }
    // After a crash they may still be pending, and the sweep makes them current.
    if try vault.attempt(of: company, provider, .pending) != grant.attempt {
      try await record(.missing, company, provider, grant)
    }
    throw ConnectorError.noCredentials(company)
  }

  private func record(
    _ fault: Failed.CredentialFault, _ company: Company, _ provider: Provider, _ grant: Grant
  ) async throws {
    let failed = Failed(
      attempt: grant.attempt, stage: .refresh, reason: .unrecognised, credentials: fault)
    try await ledger.appendConcurrently(
      [Command(.failed(failed), provider: provider, by: .server)], to: company)
  }

  /// Exchanges the refresh token, or asks by client credentials; whoever calls has the turn.
  ///
  /// That the token is sent is on the disk before it is sent, and what comes back is on the disk
  /// before anything else is done with it.
  func refreshInTurn(
    _ company: Company, _ provider: Provider, _ grant: Grant
  ) async throws -> Credentials {
    let client = try client(of: provider)
    let old = try await stored(company, provider, grant)
    guard try !state(of: company, provider).isDead else { throw ConnectorError.grantDead(company) }
    if try isPaused(company, provider, .token) {
      throw ConnectorError.notRefreshed(company, .providerUnavailable)
    }
    let request: HTTPRequest
    if grant.accountType == .service {
      request = client.clientCredentials(providerCompany: grant.providerCompany)
    } else {
      guard let token = old.refreshToken else { throw ConnectorError.noCredentials(company) }
      request = client.refresh(token)
      try vault.noteRefresh(of: company, provider, sentAt: effects.now())
    }
    let tokens: Tokens
    do {
      let answer = try await send(request)
      try hold(company, provider, .token, answer)
      if let rotated = FortnoxClient.refreshToken(in: answer) {
        try keep(rotated, old, company, provider, grant)
      }
      tokens = try FortnoxClient.refreshed(answer)
    } catch let refusal as Refusal {
      let scrubber = Scrubber(
        values: [old.accessToken, old.refreshToken].compactMap { $0 }, of: client)
      throw try await refused(
        company, provider, Failed(refusal, of: grant.attempt, at: .refresh, scrubber))
    } catch let unanswered as Unanswered {
      // Client credentials wear nothing out: asking again is as good.
      let isLost = unanswered == .unknown && grant.accountType == .user
      throw try await refused(
        company, provider,
        Failed(
          attempt: grant.attempt, stage: .refresh,
          reason: isLost ? .refreshUnknown : .providerUnavailable))
    }
    let now = effects.now()
    var new = Credentials(tokens, scopes: old.scopes, at: now)
    new.providerCompany = old.providerCompany
    if new.refreshToken == nil {
      // An answer without one leaves the old one in force (RFC 6749 section 6).
      new.refreshToken = old.refreshToken
      new.refreshTokenExpiresAt = old.refreshTokenExpiresAt
    }
    try vault.keep(new, of: company, provider, .current, attempt: grant.attempt, at: now)
    try endPause(company, provider, .refresh)
    try await recordRefresh(company, provider, new)
    return new
  }

  /// Keeps a refresh token beside the old access token, before the answer is looked at any closer:
  /// where it cannot be used, the next refresh goes on with this token.
  ///
  /// When the credentials were kept stays as it was, since nothing was refreshed yet.
  private func keep(
    _ rotated: String, _ old: Credentials, _ company: Company, _ provider: Provider,
    _ grant: Grant
  ) throws {
    let now = effects.now()
    var kept = old
    kept.refreshToken = rotated
    kept.refreshTokenExpiresAt = now.adding(seconds: Tokens.refreshTokenSeconds)
    try vault.keep(
      kept, of: company, provider, .current, attempt: grant.attempt,
      at: try vault.current(of: company, provider)?.keptAt ?? now)
  }

  /// Records a refresh where the ledger wants to know of it.
  func recordRefresh(
    _ company: Company, _ provider: Provider, _ credentials: Credentials
  ) async throws {
    let state = try state(of: company, provider)
    guard let grant = state.grant else { return }
    var approval = Approval(
      credentials, of: grant.attempt, via: .refresh, accountType: grant.accountType, checks: [])
    approval.scopes = grant.scopes
    approval.providerCompany = grant.providerCompany
    // Most refreshes say nothing new, and then there is nothing to commit.
    let decisions = try? state.decide(.approved(approval), at: effects.now())
    guard decisions?.isEmpty == false else { return }
    try await ledger.appendConcurrently(
      [Command(.approved(approval), provider: provider, by: .server)], to: company)
  }

  private func refused(
    _ company: Company, _ provider: Provider, _ failed: Failed
  ) async throws -> ConnectorError {
    try await ledger.appendConcurrently(
      [Command(.failed(failed), provider: provider, by: .server)], to: company)
    try vault.noteRefresh(of: company, provider, sentAt: nil)
    try postpone(company, provider, .refresh)
    return failed.reason == .grantDead ? .grantDead(company) : .notRefreshed(company, failed.reason)
  }

  /// Refreshes the grants that nobody has used for almost a week, so that none dies of neglect.
  ///
  /// - Returns: how many were refreshed, and how many were tried in vain.
  /// - Throws: what went wrong here and not at the provider, once all were tried.
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
        let turn = try await turns.take(company, provider, patience: .zero)
      else { continue }
      do {
        _ = try await refreshInTurn(company, provider, grant)
        counts.refreshed += 1
      } catch {
        try postpone(company, provider, .refresh)
        counts.failed += 1
        if !(error is ConnectorError) { failure = failure ?? error }
      }
      withExtendedLifetime(turn) {}
    }
    if let failure { throw failure }
    return counts
  }
}

extension Integration {
  /// True if the provider said that the grant is dead: nothing but a new consent helps.
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
  fileprivate init(_ credentials: Credentials) {
    self.init(value: credentials.accessToken, expiresAt: credentials.accessTokenExpiresAt)
  }
}
