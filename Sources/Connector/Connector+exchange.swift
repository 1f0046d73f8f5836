import Fortnox
import Integrations
import Ledger
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
    guard let verifier = try vault.takeVerifier(of: flow.attempt) else { return }
    let tokens: Tokens
    var rotated: String?
    do {
      let answer = try await send(client.exchange(code: code, verifier: verifier))
      rotated = FortnoxClient.refreshToken(in: answer)
      tokens = try FortnoxClient.exchanged(answer)
    } catch let refusal as Refusal {
      if let rotated { try keepUnusable(rotated, flow) }
      let scrubber = flow.scrubber.removing(verifier)
      try await end(
        flow.company, flow.provider,
        Failed(refusal, of: flow.attempt, at: .exchange, scrubbedBy: scrubber))
      if rotated != nil { try await dropPending(flow.company, flow.provider, flow.attempt) }
      return
    } catch let unanswered as Unanswered {
      let reason: Failed.Reason =
        unanswered == .notSent ? .providerUnavailable : .exchangeUnknown
      return try await end(
        flow.company, flow.provider,
        Failed(attempt: flow.attempt, stage: .exchange, reason: reason))
    }
    // What was granted is what was asked for where the answer does not say (RFC 6749 section 5.1).
    let consent = Consent(
      company: flow.company, provider: flow.provider, attempt: flow.attempt,
      credentials: Credentials(tokens, scopes: asked, at: effects.now()))
    try keepPending(consent)
    try await finish(consent, pauses: pauses)
  }

  /// Seals the credentials of a consent that does not count yet.
  private func keepPending(_ consent: Consent) throws {
    try vault.keep(
      consent.credentials, of: consent.company, consent.provider, .pending,
      attempt: consent.attempt, at: effects.now())
  }

  /// Keeps the refresh token of an answer that cannot be used otherwise, until it is revoked: the
  /// consent that it stands for is nobody's.
  private func keepUnusable(_ refreshToken: String, _ flow: AttemptFlow) throws {
    let now = effects.now()
    let credentials = Credentials(
      accessToken: "", accessTokenExpiresAt: now, refreshToken: refreshToken,
      refreshTokenExpiresAt: now.adding(seconds: Tokens.refreshTokenSeconds), scopes: [])
    try keepPending(
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

  /// Asks the provider which company consented and what is open, and records the grant.
  ///
  /// Where there is no answer which company it is, the credentials stay pending, and the sweep asks
  /// again until the attempt expires. Where the provider refuses to say, the attempt ends with that.
  ///
  /// - Parameters:
  ///   - consent: The pending credentials.
  ///   - pauses: Before the question is asked again, in milliseconds.
  func finish(_ consent: Consent, pauses: [Int]) async throws {
    var consent = consent
    let (company, provider, attempt) = (consent.company, consent.provider, consent.attempt)
    let client = try client(of: provider)
    let answer = try await askCompany(consent, client, pauses: pauses)
    // Read after the waits: an attempt can be started, and settings be saved, in the meantime.
    let state = try state(of: company, provider)
    guard let running = state.attempt, running.id == attempt, running.outcome == nil else {
      return try await dropPending(company, provider, attempt)
    }
    let number: String
    let name: String?
    switch answer.map(FortnoxClient.company) ?? .unanswered {
    case .given(let given, let itsName):
      number = given
      name = itsName
    case .refused(let refusal):
      let scrubber = Scrubber(values: [consent.credentials.accessToken], of: client)
      return try await drop(
        consent, Failed(refusal, of: attempt, at: .check, scrubbedBy: scrubber))
    case .unanswered:
      guard effects.now() >= running.expiresAt else { return }
      return try await drop(
        consent,
        Failed(attempt: attempt, stage: .check, reason: .checkUnknown, httpStatus: answer?.status))
    }
    // Where the consent is of no use, it is kept with this: its revocation has to know whose it is.
    consent.credentials.providerCompany = number
    try keepRevocationsFrom(number, provider, but: attempt)
    if let expected = state.expectedCompany, expected != number {
      // The record tells whether it still stands.
      try keepPending(consent)
      let isRevoked = try await revoke(company, provider, .pending, running.accountType)
      let failed = Failed(
        attempt: attempt, stage: .check, reason: .wrongCompany, revokedAtProvider: isRevoked)
      return try await drop(consent, failed, isRevoked: isRevoked)
    }
    let checks = try await check(state.registersToCheck, with: consent, isHeld: false)
    let approval = Approval(
      consent, via: .consent, accountType: running.accountType, checks: checks.checks)
    let action: Action = state.grant == nil ? .approved(approval) : .reauthorized(approval)
    let actions = [action] + checks.findings(attempt, after: state)
    do {
      try await ledger.appendConcurrently(
        actions.map { Command($0, provider: provider, by: .server) }, to: company)
    } catch LedgerError.rejected {
      // Another attempt was started, or support removed the grant, while the questions were out.
      try keepPending(consent)
      return try await dropPending(company, provider, attempt)
    }
    try vault.makeCurrent(
      Vault.Connected(company: company, provider: provider, attempt: attempt, number: number),
      name: name, at: effects.now())
  }

  /// Ends an attempt as failed, and drops what it brought.
  private func drop(
    _ consent: Consent, _ failed: Failed, isRevoked: Bool? = nil
  ) async throws {
    try await end(consent.company, consent.provider, failed)
    try await dropPending(
      consent.company, consent.provider, consent.attempt, isRevoked: isRevoked)
  }

  /// Revokes what an attempt brought that came to nothing, and asks after the old grant.
  ///
  /// Whether a new consent leaves the one before it alone is not documented (Fortnox), so the old
  /// grant is asked for what it opens.
  ///
  /// - Parameter known: What the provider said where it was asked to revoke it already.
  func dropPending(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID, isRevoked known: Bool? = nil
  ) async throws {
    // Another attempt's are none of this one's business.
    if try vault.attempt(of: company, provider, .pending) == attempt {
      let accountType = try state(of: company, provider).accountType(of: attempt)
      var isRevoked = known
      if isRevoked == nil {
        isRevoked = try await revoke(company, provider, .pending, accountType)
      }
      try letGo(company, provider, .pending, isRevoked: isRevoked ?? false, accountType)
    }
    try vault.end(attempt)
    if try state(of: company, provider).grant != nil {
      try? await recheckInTurn(company, provider, by: Author(.server))
    }
  }

  /// Asks until there is an answer that says something of the company, or the pauses are used up.
  private func askCompany(
    _ consent: Consent, _ client: FortnoxClient, pauses: [Int]
  ) async throws -> HTTPAnswer? {
    let (company, provider) = (consent.company, consent.provider)
    let request = client.companyInformation(accessToken: consent.credentials.accessToken)
    if try isPaused(company, provider, .register) { return nil }
    var last: HTTPAnswer?
    for pause in [0] + pauses {
      try await self.wait(.milliseconds(pause))
      last = try? await send(request)
      switch last.map(FortnoxClient.company) ?? .unanswered {
      case .given: return last
      // A token that is new may not be known everywhere yet.
      case .refused where last?.status != 401: return last
      case .refused, .unanswered: break
      }
      if let wait = last?.retryAfter, pause != pauses.last {
        // For longer than a browser waits: the sweep asks again.
        guard wait <= Self.shortWaitSeconds else { break }
        try await self.wait(.seconds(wait))
      }
    }
    if let last { try hold(company, provider, .register, last) }
    return last
  }
}

extension Integration {
  /// Whose rights an attempt asked for; of one that is not held any more, a user's.
  func accountType(of id: AttemptID) -> AccountType {
    if attempt?.id == id { return attempt?.accountType ?? .user }
    if grant?.attempt == id { return grant?.accountType ?? .user }
    return .user
  }
}

extension Credentials {
  init(_ tokens: Tokens, scopes asked: [String], at now: Timestamp) {
    self.init(
      accessToken: tokens.accessToken,
      accessTokenExpiresAt: now.adding(seconds: Int64(tokens.expiresIn)),
      refreshToken: tokens.refreshToken,
      refreshTokenExpiresAt: tokens.refreshToken.map { _ in
        now.adding(seconds: Tokens.refreshTokenSeconds)
      },
      scopes: tokens.scopes.map(Self.known) ?? asked)
  }

  /// The scopes that can be ones (RFC 6749 section 3.3), short enough for a record and no secrets.
  private static func known(_ scopes: [String]) -> [String] {
    Array(
      scopes.filter { scope in
        (1...40).contains(scope.utf8.count) && SecretGuard.kind(in: scope) == nil
          && scope.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
              || (0x30...0x39).contains(byte) || ":._-".utf8.contains(byte)
          }
      }.prefix(64))
  }
}

extension Approval {
  init(
    _ consent: Consent, via: Via, accountType: AccountType, checks: [Check]
  ) {
    let credentials = consent.credentials
    self.init(
      attempt: consent.attempt, via: via, accountType: accountType, scopes: credentials.scopes,
      providerCompany: credentials.providerCompany ?? "", checks: checks,
      accessTokenExpiresAt: credentials.accessTokenExpiresAt,
      // A service account asks by client credentials, which do not wear out.
      refreshTokenExpiresAt: accountType == .service ? nil : credentials.refreshTokenExpiresAt)
  }

  /// The approval of a grant that stands: its scopes and its company stay as they are.
  init(_ consent: Consent, of grant: Grant, via: Via, checks: [Check]) {
    self.init(consent, via: via, accountType: grant.accountType, checks: checks)
    scopes = grant.scopes
    providerCompany = grant.providerCompany
  }
}
