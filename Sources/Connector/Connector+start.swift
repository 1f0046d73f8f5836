import Encoding
import EventLog
public import Integrations
import Providers
import Vault

/// The redirect that sends a browser to the provider.
public struct Departure: Sendable {
  /// The address to redirect to.
  public var url: String
  /// The attempt.
  public var attempt: AttemptID
  /// The value of the browser's flow cookie.
  public var flowCookie: String
  /// When the attempt ends by itself.
  public var expiresAt: Timestamp
}

extension Connector {
  /// Starts an attempt: records it, and returns the redirect to the provider.
  ///
  /// - Parameters:
  ///   - administrator: The person who starts. The callback counts only from a browser in which the same
  ///     person is signed in at the same company.
  ///   - patience: How long to wait for other processes; nil for the ledger's own patience.
  /// - Throws: `LedgerError`, with the rule that refuses, or `ConnectorError`.
  public func start(
    _ company: Company, _ provider: Provider, by administrator: Author, patience: Duration? = nil
  ) async throws -> Departure {
    let client = try client(of: provider)
    let state = try state(of: company, provider)
    if provider.profile.companyCode == .required {
      guard try companyCode(of: company, state) != nil else {
        throw ConnectorError.noCompanyCode(company, provider)
      }
      // What an earlier consent lacked says nothing of this one.
      try endPause(company, provider, .company)
    }
    let now = effects.now()
    let secrets = AttemptSecrets(
      attempt: effects.id(), company: company, provider: provider, state: Secret.random(),
      browser: "", verifier: Secret.random(),
      expiresAt: now.adding(seconds: Limits.attemptSeconds))
    let cookie = Secret.random()
    var kept = secrets
    kept.browser = Self.browser(cookie, administrator.actor, company)
    try vault.store(kept)
    let started = AuthorizeStarted(
      attempt: secrets.attempt,
      accountType: state.grant?.accountType ?? (state.serviceAccountSelected ? .service : .user),
      scopes: state.scopesToAsk, expiresAt: secrets.expiresAt)
    do {
      try await ledger.appendConcurrently(
        [Command(.authorizeStarted(started), provider: provider, by: administrator, at: now)],
        to: company, patience: patience)
    } catch {
      try vault.end(secrets.attempt)
      throw error
    }
    if let former = state.attempt, former.outcome == nil, former.answer == nil {
      try vault.end(former.id)
    }
    let url = client.authorizationURL(
      Authorization(
        scopes: started.scopes, state: secrets.state, verifier: secrets.verifier,
        accountType: started.accountType))
    return Departure(
      url: url, attempt: secrets.attempt, flowCookie: cookie, expiresAt: secrets.expiresAt)
  }

  /// Ends the open attempt at the administrator's wish.
  public func giveUp(
    _ company: Company, _ provider: Provider, by administrator: Author, patience: Duration? = nil
  ) async throws {
    guard let attempt = try state(of: company, provider).attempt, attempt.outcome == nil else {
      return
    }
    let failed = Failed(attempt: attempt.id, stage: .authorize, reason: .abandoned)
    try await ledger.appendConcurrently(
      [Command(.failed(failed), provider: provider, by: administrator)], to: company,
      patience: patience)
    try vault.end(attempt.id)
  }

  /// The secret that ties an attempt to a browser: its cookie, and the person and company signed in.
  static func browser(_ cookie: String, _ administrator: Actor, _ company: Company) -> String {
    "\(cookie) \(administrator) \(company)"
  }
}

extension Integration {
  /// The scopes that the settings need, and those that every attempt needs; none where the provider has
  /// no scopes.
  ///
  /// No more are asked for: one scope that the company has no licence for can fail the whole
  /// authorization.
  var scopesToAsk: [String] {
    let profile = provider.profile
    return profile.hasScopes ? Set(neededScopes + profile.basicScopes).sorted() : []
  }

  /// The registers whose rights the settings need.
  var registersToCheck: [Register] { settings?.transfers.sorted ?? [] }
}
