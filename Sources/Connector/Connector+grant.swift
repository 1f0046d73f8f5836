import Fortnox
import Integrations
import Ledger
import Vault

extension Connector {
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
