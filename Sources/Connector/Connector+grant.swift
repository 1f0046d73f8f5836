import EventLog
import Integrations
import Providers
import Vault

extension Connector {
  /// Asks the provider which company consented and what is open, and records the grant.
  ///
  /// If there is no answer which company it is, or the expected one is not among those that the person
  /// gave, the credentials stay pending and the sweep asks again until the attempt expires. If the
  /// provider refuses to say, the attempt fails.
  ///
  /// - Parameters:
  ///   - consent: The pending credentials.
  ///   - circumstances: What the vault held beside them.
  ///   - pauses: The waits before the question is asked again, in milliseconds.
  func recordGrant(
    of consent: Consent, in circumstances: Circumstances, pauses: [Int]
  ) async throws {
    var consent = consent
    let (company, provider, attempt) = (consent.company, consent.provider, consent.attempt)
    let client = try client(of: provider)
    var asked: Integration?
    var isPaused = circumstances.registerPause.map { effects.now() < $0.until } ?? false
    if provider.profile.companyCode == .required {
      // The settings' code and not the grant's: a person can mend it while the consent is pending.
      let state = try state(of: company, provider)
      consent.credentials.companyCode = try companyCode(of: company, state)
      isPaused = try isPaused || isWaiting(for: state, company)
      asked = state
    }
    let reply = isPaused ? nil : try await askCompany(consent, client, pauses: pauses)
    // Read after the waits: an attempt can be started, and settings be saved, in the meantime.
    let state = try state(of: company, provider)
    guard let running = state.attempt, running.id == attempt, running.outcome == nil else {
      return try await dropPending(company, provider, of: attempt)
    }
    let number: String
    let name: String?
    switch reply?.answer ?? .unanswered {
    case .given(let given, let itsName):
      number = given
      name = itsName
    case .refused(let refusal):
      let scrubber = Scrubber(consent.credentials, of: client)
      return try await drop(
        consent, Failed(refusal, of: attempt, at: .check, scrubbedBy: scrubber))
    case .notAmongThem(let others):
      guard effects.now() >= running.expiresAt else {
        return try postponeQuestion(of: company, provider)
      }
      return try await drop(consent, notAmong: others, state)
    case .unanswered:
      guard effects.now() >= running.expiresAt else { return }
      return try await drop(
        consent,
        Failed(attempt: attempt, stage: .check, reason: .checkUnknown, httpStatus: reply?.status))
    }
    // Stored with the consent where it is of no use: its revocation needs to know the company.
    consent.credentials.providerCompany = number
    if consent.credentials.companyCode != nil {
      // The code was changed meanwhile, so this is the answer about another one.
      guard state.settings?.companyCode == asked?.settings?.companyCode else { return }
      // The grant's own code must be in the vault before the grant is in the log.
      try storePending(consent)
      try endPause(company, provider, .company)
    }
    if circumstances.hasRevocations {
      try endRevocations(of: number, provider, except: attempt)
    }
    if let expected = state.expectedCompany, expected != number {
      // The record says whether the provider confirmed that it is revoked.
      try storePending(consent)
      let isRevoked = try await revoke(
        company, provider, standing: .pending, accountType: running.accountType)
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
      try storePending(consent)
      return try await dropPending(company, provider, of: attempt)
    }
    try vault.makeCurrent(
      Vault.Connected(company: company, provider: provider, attempt: attempt, number: number),
      name: name, at: effects.now())
  }

  /// Ends the attempt as failed, and drops its credentials.
  func drop(
    _ consent: Consent, _ failed: Failed, isRevoked: Bool? = nil
  ) async throws {
    try await end(consent.company, consent.provider, failed)
    try await dropPending(
      consent.company, consent.provider, of: consent.attempt, isRevoked: isRevoked)
  }

  /// Revokes the credentials of an attempt that failed, and checks the grant that stood before it.
  ///
  /// It is not known whether a new consent leaves the one before it alone, so the registers are asked
  /// with the old grant.
  ///
  /// - Parameter known: The provider's answer, if it was asked to revoke them already.
  func dropPending(
    _ company: Company, _ provider: Provider, of attempt: AttemptID, isRevoked known: Bool? = nil
  ) async throws {
    // Pending credentials of another attempt stay.
    if try vault.attempt(of: company, provider, .pending) == attempt {
      let accountType = try state(of: company, provider).accountType(of: attempt)
      var isRevoked = known
      if isRevoked == nil {
        isRevoked = try await revoke(
          company, provider, standing: .pending, accountType: accountType)
      }
      try discard(
        company, provider, standing: .pending, isRevoked: isRevoked ?? false,
        accountType: accountType)
    }
    try vault.end(attempt)
    if provider.profile.companyCode == .required { try endPause(company, provider, .company) }
    if try state(of: company, provider).grant != nil {
      try? await recheckLocked(company, provider, by: Author(.server))
    }
  }

  /// Asks which company consented, until the answer says something or the pauses are used up.
  private func askCompany(
    _ consent: Consent, _ client: any ProviderClient, pauses: [Int]
  ) async throws -> CompanyReply? {
    let (company, provider) = (consent.company, consent.provider)
    let access = GrantAccess(consent.credentials)
    var last: CompanyReply?
    for pause in [0] + pauses {
      try await self.wait(.milliseconds(pause))
      let reply = await client.company(access, send: send(to: provider))
      last = reply
      switch reply.answer {
      case .given, .notAmongThem: return reply
      // Not every server of the provider may know a new token yet.
      case .refused where reply.status != 401: return reply
      case .refused, .unanswered: break
      }
      if let wait = reply.retryAfter, pause != pauses.last {
        // Longer than a browser waits: the sweep asks again.
        guard wait <= Self.shortWaitSeconds else { break }
        try await self.wait(.seconds(wait))
      }
    }
    if let last, last.status != nil {
      try pause(.register, company, provider, retryAfter: last.retryAfter)
    }
    return last
  }
}

extension Integration {
  /// The account type of an attempt; `user` if the state no longer holds the attempt.
  func accountType(of id: AttemptID) -> AccountType {
    if attempt?.id == id { return attempt?.accountType ?? .user }
    if grant?.attempt == id { return grant?.accountType ?? .user }
    return .user
  }
}
