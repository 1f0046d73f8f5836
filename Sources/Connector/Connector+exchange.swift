import EventLog
import Evidence
import Fortnox
import Integrations
import Vault

extension Connector {
  /// Sends an accepted code, once, and goes on with what it gave.
  ///
  /// Whatever comes to nothing is in the ledger; what cannot be written there is healed later.
  func exchange(_ code: String, _ found: KnownState) async {
    try? await exchangeThrowing(code, found)
  }

  private func exchangeThrowing(_ code: String, _ found: KnownState) async throws {
    let client = try client(of: found.provider)
    guard let verifier = try vault.takeVerifier(of: found.attempt) else { return }
    let scrubber = Scrubber(values: [code, verifier], of: client)
    let tokens: Tokens
    var rotated: String?
    do {
      let answer = try await send(client.exchange(code: code, verifier: verifier))
      rotated = FortnoxClient.refreshToken(in: answer)
      tokens = try FortnoxClient.exchanged(answer)
    } catch let refusal as Refusal {
      try keepUnusable(rotated, found)
      try await fail(found, Failed(refusal, of: found.attempt, at: .exchange, scrubber))
      if rotated != nil { try await dropPending(found.company, found.provider, found.attempt) }
      return
    } catch let unanswered as Unanswered {
      let reason: Failed.Reason =
        unanswered == .notSent ? .providerUnavailable : .exchangeUnknown
      return try await fail(
        found, Failed(attempt: found.attempt, stage: .exchange, reason: reason))
    }
    let state = try state(of: found.company, found.provider)
    let now = effects.now()
    // What was granted is what was asked for where the answer does not say (RFC 6749 section 5.1).
    let credentials = Credentials(tokens, scopes: state.attempt?.scopes ?? [], at: now)
    try vault.keep(
      credentials, of: found.company, found.provider, .pending, attempt: found.attempt, at: now)
    try await finish(found.company, found.provider, found.attempt, pauses: pauses)
  }

  /// Keeps the refresh token of an answer that cannot be used otherwise, until it is revoked: the
  /// consent that it stands for is nobody's.
  private func keepUnusable(_ refreshToken: String?, _ found: KnownState) throws {
    guard let refreshToken else { return }
    let now = effects.now()
    let credentials = Credentials(
      accessToken: "", accessTokenExpiresAt: now, refreshToken: refreshToken,
      refreshTokenExpiresAt: now.adding(seconds: Tokens.refreshTokenSeconds), scopes: [])
    try vault.keep(
      credentials, of: found.company, found.provider, .pending, attempt: found.attempt, at: now)
  }

  /// Ends the attempt as failed, and looks after the grant that stands beside it.
  private func fail(_ found: KnownState, _ failed: Failed) async throws {
    try await end(found.company, found.provider, found.attempt, failed)
  }

  /// Records that an attempt failed and forgets its secrets.
  ///
  /// An attempt that ended meanwhile, since another was started, has its ending already.
  func end(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID, _ failed: Failed,
    by actor: Actor = .server
  ) async throws {
    do {
      try await ledger.appendConcurrently(
        [Command(.failed(failed), provider: provider, by: actor)], to: company)
    } catch LedgerError.rejected(.attemptNotOpen) {}
    try vault.end(attempt)
  }

  /// Asks the provider which company consented and what is open, and records the grant.
  ///
  /// Where there is no answer which company it is, the credentials stay pending, and the sweep asks
  /// again until the attempt expires. Where the provider refuses to say, the attempt ends with that.
  ///
  /// - Parameter pauses: Before the question is asked again, in milliseconds.
  func finish(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID, pauses: [Int]
  ) async throws {
    let client = try client(of: provider)
    guard
      let (kept, of) = try vault.credentials(of: company, provider, .pending), of == attempt
    else { return }
    var credentials = kept
    let answer = try await patiently(
      client.companyInformation(accessToken: kept.accessToken), pauses, company, provider)
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
      let scrubber = Scrubber(values: [kept.accessToken], of: client)
      return try await drop(
        company, provider, Failed(refusal, of: attempt, at: .check, scrubber))
    case .unanswered:
      guard effects.now() >= running.expiresAt else { return }
      return try await drop(
        company, provider,
        Failed(attempt: attempt, stage: .check, reason: .checkUnknown, httpStatus: answer?.status))
    }
    credentials.providerCompany = number
    /// Where the consent is of no use, its revocation has to know whose it is.
    func keepNumber() throws {
      try vault.keep(
        credentials, of: company, provider, .pending, attempt: attempt, at: effects.now())
    }
    try keepRevocationsFrom(number, provider, but: attempt)
    if let expected = state.expectedCompany, expected != number {
      // The record tells whether it still stands.
      try keepNumber()
      let isRevoked = try await revoke(company, provider, .pending, running.accountType)
      let failed = Failed(
        attempt: attempt, stage: .check, reason: .wrongCompany, revokedAtProvider: isRevoked)
      return try await drop(company, provider, failed, isRevoked: isRevoked)
    }
    let checks = try await check(company, provider, state.registersToCheck, credentials)
    let approval = Approval(
      credentials, of: attempt, via: .consent, accountType: running.accountType,
      checks: checks.checks)
    let action: Action = state.grant == nil ? .approved(approval) : .reauthorized(approval)
    var commands = [Command(action, provider: provider, by: .server)]
    commands += checks.findings(attempt, after: state).map {
      Command($0, provider: provider, by: .server)
    }
    do {
      try await ledger.appendConcurrently(commands, to: company)
    } catch LedgerError.rejected {
      // Another attempt was started, or support removed the grant, while the questions were out.
      try keepNumber()
      return try await dropPending(company, provider, attempt)
    }
    try vault.makeCurrent(
      Vault.Connected(company: company, provider: provider, attempt: attempt, number: number),
      name: name, at: effects.now())
  }

  /// Ends an attempt as failed, and drops what it brought.
  private func drop(
    _ company: Company, _ provider: Provider, _ failed: Failed, isRevoked: Bool? = nil
  ) async throws {
    guard let attempt = failed.attempt else { return }
    try await end(company, provider, attempt, failed)
    try await dropPending(company, provider, attempt, isRevoked: isRevoked)
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
  private func patiently(
    _ request: HTTPRequest, _ pauses: [Int], _ company: Company, _ provider: Provider
  ) async throws -> HTTPAnswer? {
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
    _ credentials: Credentials, of attempt: AttemptID, via: Via, accountType: AccountType,
    checks: [Check]
  ) {
    self.init(
      attempt: attempt, via: via, accountType: accountType, scopes: credentials.scopes,
      providerCompany: credentials.providerCompany ?? "", checks: checks,
      accessTokenExpiresAt: credentials.accessTokenExpiresAt,
      // A service account asks by client credentials, which do not wear out.
      refreshTokenExpiresAt: accountType == .service ? nil : credentials.refreshTokenExpiresAt)
  }
}
