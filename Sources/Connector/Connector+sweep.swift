import EventLog
import Integrations
import Vault

/// What a sweep found to do.
public struct Sweep: Hashable, Sendable {
  /// Attempts that nobody came back from.
  public var abandoned = 0
  /// Steps that a crash had left half done.
  public var healed = 0
}

extension Connector {
  /// Finishes what a crash left half done, and ends the attempts that nobody came back from.
  ///
  /// Whatever somebody is at work on, in any process, is left alone. Nothing is sent to the
  /// provider that was sent before, but for questions that change nothing.
  ///
  /// - Throws: what went wrong first, once everything else is done: one company's trouble does not
  ///   keep the others waiting.
  @discardableResult
  public func sweep() async throws -> Sweep {
    var sweep = Sweep()
    var failure: (any Error)?
    for (attempt, company, provider, expiresAt) in try vault.openAttempts() {
      await inTurn(company, provider, &failure) {
        try await look(company, provider, attempt, expiresAt, &sweep)
      }
    }
    for (company, provider, attempt) in try vault.companies(.pending) {
      await inTurn(company, provider, &failure) {
        try await settle(company, provider, attempt, &sweep)
      }
    }
    for (company, provider, attempt) in try vault.refreshesUnderWay() {
      await inTurn(company, provider, &failure) {
        // Whoever was at it when the list was read may have finished since.
        guard try vault.isRefreshUnderWay(company, provider, attempt) else { return }
        let failed = Failed(attempt: attempt, stage: .refresh, reason: .refreshUnknown)
        if try state(of: company, provider).grant?.attempt == attempt {
          try await ledger.appendConcurrently(
            [Command(.failed(failed), provider: provider, by: .server)], to: company)
        }
        try vault.noteRefresh(of: company, provider, sentAt: nil)
        sweep.healed += 1
      }
    }
    sweep.healed += try await revokeAgain(&failure)
    try await recordStrangers()
    if let failure { throw failure }
    return sweep
  }

  /// Does something for an integration unless somebody is at work on it, and keeps what goes wrong;
  /// nothing once the program is to end.
  func inTurn(
    _ company: Company, _ provider: Provider, _ failure: inout (any Error)?,
    _ body: () async throws -> Void
  ) async {
    guard !isStopped else { return }
    do {
      guard let turn = try await turns.take(company, provider, patience: .zero) else { return }
      defer { withExtendedLifetime(turn) {} }
      try await body()
    } catch {
      failure = failure ?? error
    }
  }

  /// Once at the start: credentials and ledger agree again, whatever a crash came between.
  ///
  /// - Returns: how many integrations needed something.
  @discardableResult
  public func heal() async throws -> Int {
    var count = 0
    var failure: (any Error)?
    do {
      try vault.bindAnew()
    } catch {
      failure = error
    }
    do {
      count = try await sweep().healed
    } catch {
      failure = failure ?? error
    }
    var connected: [Vault.Connected] = []
    for (company, provider, attempt) in try vault.companies(.current) {
      await inTurn(company, provider, &failure) {
        // A re-authorization may have put others in their place since the list was read.
        guard let current = try vault.current(of: company, provider), current.attempt == attempt
        else { return }
        let state = try state(of: company, provider)
        guard let grant = state.grant, grant.attempt == attempt else {
          try await letGoCurrent(company, provider, attempt, state)
          count += 1
          return
        }
        if current.number != grant.providerCompany {
          connected.append(
            Vault.Connected(
              company: company, provider: provider, attempt: attempt,
              number: grant.providerCompany))
        }
        // Only what came after everything that the ledger knows of the grant.
        guard !state.isDead, current.keptAt > state.latest(of: grant),
          let (credentials, _) = try vault.credentials(of: company, provider)
        else { return }
        try await recordRefresh(company, provider, credentials)
      }
    }
    try vault.note(connected)
    if let failure { throw failure }
    return count
  }

  /// Credentials of a grant that the ledger does not have, such as one that was just removed.
  private func letGoCurrent(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID, _ state: Integration
  ) async throws {
    let accountType = state.accountType(of: attempt)
    let isRevoked = try await revoke(company, provider, .current, accountType)
    try letGo(
      company, provider, .current, isRevoked: isRevoked, accountType, for: state.unrevoked?.reason)
  }

  /// An open attempt, while nobody else is at work on it.
  private func look(
    _ company: Company, _ provider: Provider, _ id: AttemptID, _ expiresAt: Timestamp,
    _ sweep: inout Sweep
  ) async throws {
    let attempt = try state(of: company, provider).attempt
    guard let attempt, attempt.id == id, attempt.outcome == nil else {
      // Its start may be about to be recorded; a start that never was ends with its time.
      let isStarting = attempt?.id != id && effects.now() < expiresAt
      if !isStarting { try vault.end(id) }
      return
    }
    if attempt.answer == nil {
      guard effects.now() >= expiresAt else { return }
      try await end(
        company, provider, id, Failed(attempt: id, stage: .authorize, reason: .abandoned))
      sweep.abandoned += 1
      return
    }
    // Its credentials, where there are any, are looked at next.
    if try vault.attempt(of: company, provider, .pending) == id { return }
    // The code was accepted, and the process that had it is gone with it.
    try await end(
      company, provider, id, Failed(attempt: id, stage: .exchange, reason: .exchangeUnknown))
    sweep.healed += 1
    if try state(of: company, provider).grant != nil {
      try? await recheckInTurn(company, provider, by: Author(.server))
    }
  }

  /// Pending credentials, while nobody else is at work on them.
  private func settle(
    _ company: Company, _ provider: Provider, _ attempt: AttemptID, _ sweep: inout Sweep
  ) async throws {
    let state = try state(of: company, provider)
    if let grant = state.grant, grant.attempt == attempt {
      try vault.makeCurrent(
        Vault.Connected(
          company: company, provider: provider, attempt: attempt, number: grant.providerCompany),
        name: nil, at: effects.now())
      sweep.healed += 1
    } else if let open = state.attempt, open.id == attempt, open.outcome == nil {
      guard clients[provider] != nil else { return }
      do {
        try await finish(company, provider, attempt, pauses: [])
      } catch let error as VaultError where error.isUnopenable {
        // Until the attempt expires somebody may put the key back.
        guard effects.now() >= open.expiresAt else { throw error }
        let failed = Failed(attempt: attempt, stage: .check, reason: .checkUnknown)
        try await end(company, provider, attempt, failed)
        try await dropPending(company, provider, attempt)
      }
      sweep.healed += 1
    } else {
      try await dropPending(company, provider, attempt)
      sweep.healed += 1
    }
  }
}

extension Integration {
  /// When the ledger last heard of the grant.
  fileprivate func latest(of grant: Grant) -> Timestamp {
    findings.all.filter { !$0.isOfAttempt }.map(\.latest.time).reduce(grant.confirmed.time, max)
  }
}
