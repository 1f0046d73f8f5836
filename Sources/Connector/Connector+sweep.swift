import EventLog
import Integrations
import Vault

/// What a sweep did.
public struct Sweep: Hashable, Sendable {
  /// The number of attempts that nobody came back from.
  public var abandoned = 0
  /// The number of steps that a crash had left half done.
  public var healed = 0
}

extension Connector {
  /// Finishes what a crash left half done, and ends the attempts that nobody came back from.
  ///
  /// Integrations whose lock is held, in any process, are left alone. Nothing is sent to the provider a
  /// second time, except questions that change nothing.
  ///
  /// - Throws: The first error, after everything else was tried: one company's error does not stop the
  ///   others.
  @discardableResult
  public func sweep() async throws -> Sweep {
    var sweep = Sweep()
    var failure: (any Error)?
    for open in try vault.openAttempts() {
      await withFreeLock(open.company, open.provider, keeping: &failure) {
        try await endIfOver(open, counting: &sweep)
      }
    }
    for (company, provider, attempt) in try vault.companies(.pending) {
      await withFreeLock(company, provider, keeping: &failure) {
        try await settlePending(company, provider, of: attempt, counting: &sweep)
      }
    }
    for (company, provider, attempt) in try vault.refreshesUnderWay() {
      await withFreeLock(company, provider, keeping: &failure) {
        // The refresh may have ended since the list was read.
        guard try vault.isRefreshUnderWay(company, provider, attempt) else { return }
        let failed = Failed(attempt: attempt, stage: .refresh, reason: .refreshUnknown)
        if try state(of: company, provider).grant?.attempt == attempt {
          try await ledger.appendConcurrently(
            [Command(.failed(failed), provider: provider, by: .server)], to: company)
        }
        try vault.markRefresh(of: company, provider, sentAt: nil)
        sweep.healed += 1
      }
    }
    sweep.healed += try await revokeAgain(&failure)
    try await recordUnknownCallbacks()
    if let failure { throw failure }
    return sweep
  }

  /// Runs `body` with the lock of an integration, unless the lock is held or the program is ending.
  ///
  /// - Parameter failure: The first error; later ones are dropped.
  func withFreeLock(
    _ company: Company, _ provider: Provider, keeping failure: inout (any Error)?,
    _ body: () async throws -> Void
  ) async {
    guard !isStopped else { return }
    do {
      guard let lock = try await locks.take(company, provider, patience: .zero) else { return }
      defer { withExtendedLifetime(lock) {} }
      try await body()
    } catch {
      failure = failure ?? error
    }
  }

  /// Makes vault and ledger agree after a crash at any step; called once at the start.
  ///
  /// - Returns: The number of integrations that needed something.
  @discardableResult
  public func heal() async throws -> Int {
    var count = 0
    var failure: (any Error)?
    do {
      try vault.resealFormerBinding()
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
      await withFreeLock(company, provider, keeping: &failure) {
        // A re-authorization may have replaced them since the list was read.
        guard let current = try vault.current(of: company, provider), current.attempt == attempt
        else { return }
        let state = try state(of: company, provider)
        guard let grant = state.grant, grant.attempt == attempt else {
          try await discardCurrent(company, provider, of: attempt, after: state)
          count += 1
          return
        }
        if current.number != grant.providerCompany {
          connected.append(
            Vault.Connected(
              company: company, provider: provider, attempt: attempt,
              number: grant.providerCompany))
        }
        // Only credentials that are newer than every record of the grant.
        guard !state.isDead, current.keptAt > state.latest(of: grant),
          let (credentials, _) = try vault.credentials(of: company, provider)
        else { return }
        try await recordRefresh(
          Consent(
            company: company, provider: provider, attempt: attempt, credentials: credentials))
      }
    }
    try vault.storeConnected(connected)
    if let failure { throw failure }
    return count
  }

  /// Revokes current credentials without a grant in the ledger, such as one that was just removed.
  private func discardCurrent(
    _ company: Company, _ provider: Provider, of attempt: AttemptID, after state: Integration
  ) async throws {
    let accountType = state.accountType(of: attempt)
    let isRevoked = try await revoke(
      company, provider, standing: .current, accountType: accountType)
    try discard(
      company, provider, standing: .current, isRevoked: isRevoked, accountType: accountType,
      for: state.unrevoked?.reason)
  }

  /// Ends an attempt that expired, or whose process died after its code was accepted.
  private func endIfOver(_ open: OpenAttempt, counting sweep: inout Sweep) async throws {
    let (company, provider, id) = (open.company, open.provider, open.attempt)
    let attempt = try state(of: company, provider).attempt
    guard let attempt, attempt.id == id, attempt.outcome == nil else {
      // Its start may be about to be recorded; if it never is, the attempt ends with its time.
      let isStarting = attempt?.id != id && effects.now() < open.expiresAt
      if !isStarting { try vault.end(id) }
      return
    }
    if attempt.answer == nil {
      guard effects.now() >= open.expiresAt else { return }
      try await end(
        company, provider, Failed(attempt: id, stage: .authorize, reason: .abandoned))
      sweep.abandoned += 1
      return
    }
    // Its credentials, if there are any, are settled next.
    if try vault.attempt(of: company, provider, .pending) == id { return }
    // The code was accepted, and the process that had it is gone with it.
    try await end(
      company, provider, Failed(attempt: id, stage: .exchange, reason: .exchangeUnknown))
    sweep.healed += 1
    if try state(of: company, provider).grant != nil {
      try? await recheckLocked(company, provider, by: Author(.server))
    }
  }

  /// Makes pending credentials current, goes on with their attempt, or drops them, as the ledger says.
  func settlePending(
    _ company: Company, _ provider: Provider, of attempt: AttemptID, counting sweep: inout Sweep
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
        let kept = try vault.credentials(of: company, provider, .pending)
        if let kept, kept.attempt == attempt {
          let consent = Consent(
            company: company, provider: provider, attempt: attempt,
            credentials: kept.credentials)
          try await recordGrant(
            of: consent, in: vault.circumstances(of: company, provider), pauses: [])
        }
      } catch let error as VaultError where error.isUnopenable {
        // Until the attempt expires, the key may be put back.
        guard effects.now() >= open.expiresAt else { throw error }
        let failed = Failed(attempt: attempt, stage: .check, reason: .checkUnknown)
        try await end(company, provider, failed)
        try await dropPending(company, provider, of: attempt)
      }
      sweep.healed += 1
    } else {
      try await dropPending(company, provider, of: attempt)
      sweep.healed += 1
    }
  }
}

extension Integration {
  /// The time of the latest record about the grant.
  fileprivate func latest(of grant: Grant) -> Timestamp {
    findings.all.filter { !$0.isOfAttempt }.map(\.latest.time).reduce(grant.confirmed.time, max)
  }
}
