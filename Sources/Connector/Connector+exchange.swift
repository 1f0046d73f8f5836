import EventLog
import Evidence
import Integrations
import Providers
import Vault

extension Connector {
  /// Sends an accepted code, once, and goes on with the answer.
  ///
  /// A failure is in the ledger when this returns; one that cannot be written there is healed later.
  ///
  /// - Parameter asked: The scopes that the attempt asked for.
  func exchange(_ code: String, _ flow: AttemptFlow, asked: [String]) async {
    try? await exchangeThrowing(code, flow, asked: asked)
  }

  private func exchangeThrowing(
    _ code: String, _ flow: AttemptFlow, asked: [String]
  ) async throws {
    let client = try client(of: flow.provider)
    guard let verifier = flow.found.verifier, let state = flow.state else { return }
    let answer = await client.exchange(
      CodeExchange(code: code, state: state, verifier: verifier), send: send(to: flow.provider))
    let tokens: Tokens
    switch answer.result {
    case .given(let given): tokens = given
    case .refused(let refusal):
      if let token = answer.refreshToken { try storeUnusable(token, flow) }
      let scrubber = flow.scrubber.removing(verifier)
      try await end(
        flow.company, flow.provider,
        Failed(refusal, of: flow.attempt, at: .exchange, scrubbedBy: scrubber))
      if answer.refreshToken != nil {
        try await dropPending(flow.company, flow.provider, of: flow.attempt)
      }
      return
    case .unanswered(let unanswered):
      let reason: Failed.Reason =
        unanswered == .notSent ? .providerUnavailable : .exchangeUnknown
      return try await end(
        flow.company, flow.provider,
        Failed(attempt: flow.attempt, stage: .exchange, reason: reason))
    }
    // What was granted is what was asked for where the answer does not say (RFC 6749 section 5.1).
    let consent = Consent(
      company: flow.company, provider: flow.provider, attempt: flow.attempt,
      credentials: Credentials(tokens, of: flow.provider, scopes: asked, at: effects.now()))
    let circumstances = try storePending(consent)
    try await recordGrant(of: consent, in: circumstances, pauses: pauses)
  }

  /// Seals the credentials of a consent that does not count yet.
  @discardableResult
  func storePending(_ consent: Consent) throws -> Circumstances {
    try vault.storePending(
      consent.credentials, of: consent.company, consent.provider, attempt: consent.attempt,
      at: effects.now())
  }

  /// Stores the refresh token of an answer that is otherwise unusable, so that it can be revoked: the
  /// consent exists at the provider, and no grant of ours has it.
  private func storeUnusable(_ refreshToken: String, _ flow: AttemptFlow) throws {
    let now = effects.now()
    let credentials = Credentials(
      accessToken: "", accessTokenExpiresAt: now, refreshToken: refreshToken,
      refreshTokenExpiresAt: flow.provider.endOfRefreshToken(from: now), scopes: [])
    try storePending(
      Consent(
        company: flow.company, provider: flow.provider, attempt: flow.attempt,
        credentials: credentials))
  }

  /// Records that an attempt failed and erases its secrets.
  ///
  /// An attempt that ended meanwhile, since another was started, has its ending already.
  func end(_ company: Company, _ provider: Provider, _ failed: Failed) async throws {
    do {
      try await ledger.appendConcurrently(
        [Command(.failed(failed), provider: provider, by: .server)], to: company)
    } catch LedgerError.rejected(.attemptNotOpen) {}
    if let attempt = failed.attempt { try vault.end(attempt) }
  }
}
