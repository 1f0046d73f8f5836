import EventLog
import Evidence
public import Integrations
import Providers
import Synchronization
import Vault

/// The result of a callback.
public enum CallbackOutcome: Hashable, Sendable {
  /// It names no attempt; the same answer for all such callbacks.
  case unknown
  /// It belongs to an attempt, and this is its verdict.
  case known(Company, AttemptID, CallbackVerdict)
}

extension Connector {
  /// Handles the provider's redirect: finds the attempt by its state, records the answer, starts the
  /// code exchange.
  ///
  /// An accepted code is exchanged on its own, even if the browser goes away; the ledger tells when
  /// that is done. Where this throws that something is busy, nothing of the state is spent, and the
  /// same callback may come again.
  ///
  /// - Throws: `ConnectorError.busy` or `LedgerError.busy`.
  public func callback(_ flow: Flow) async throws -> CallbackOutcome {
    guard let found = try find(flow) else {
      unknownCallbacks.withLock { $0 += 1 }
      return .unknown
    }
    let flow = AttemptFlow(
      flow, of: found, addressed: clients[flow.provider], client: clients[found.provider])
    guard found.isSameBrowser else { return try await record(.otherBrowser, flow) }
    if let fault = flow.fault { return try await record(.malformed, flow, fault) }
    guard let lock = try await locks.take(flow.company, flow.provider) else {
      throw ConnectorError.busy(flow.company)
    }
    return try await accept(flow, lock)
  }

  /// The attempt that the state names, or without a state the flow cookie.
  private func find(_ flow: Flow) throws -> FoundAttempt? {
    if let state = flow.query.state {
      return try vault.find(state: state, browser: flow.browser(of:))
    }
    // The latest attempt of this browser: version 7 ids sort by time.
    let attempts = flow.cookies.keys.sorted { ($1.high, $1.low) < ($0.high, $0.low) }
    for attempt in attempts {
      guard let browser = flow.browser(of: attempt),
        let found = try vault.find(attempt, browser: browser)
      else { continue }
      if found.isSameBrowser { return found }
    }
    return nil
  }

  private func record(
    _ verdict: CallbackVerdict, _ flow: AttemptFlow,
    _ fault: CallbackFault? = nil
  ) async throws -> CallbackOutcome {
    do {
      try await ledger.appendConcurrently(
        [command(flow.received(verdict, fault), flow)], to: flow.company)
    } catch LedgerError.rejected(.attemptUnknown) {
      return .unknown
    }
    return .known(flow.company, flow.attempt, verdict)
  }

  /// The append decides: of any number of callbacks at once, the rules accept one.
  private func accept(
    _ flow: AttemptFlow, _ lock: IntegrationLocks.Lock
  ) async throws -> CallbackOutcome {
    let state = try state(of: flow.company, flow.provider)
    let verdict = state.verdict(onCallbackOf: flow.attempt, at: effects.now())
    guard verdict == .accepted else { return try await record(verdict, flow) }
    do {
      try await ledger.appendConcurrently(acceptance(flow), to: flow.company)
    } catch LedgerError.rejected(.callbackVerdict(let other)) where other != .accepted {
      return try await record(other, flow)
    }
    guard let code = flow.code else {
      try vault.end(flow.attempt)
      return .known(flow.company, flow.attempt, .accepted)
    }
    background.start {
      await self.exchange(code, flow, asked: state.attempt?.scopes ?? [])
      withExtendedLifetime(lock) {}
    }
    return .known(flow.company, flow.attempt, .accepted)
  }

  /// The records of an accepted callback: a refusal is recorded beside it.
  private func acceptance(_ flow: AttemptFlow) -> [Command] {
    var commands = [command(flow.received(.accepted), flow)]
    if let refusal = flow.refusal {
      let failed = Failed(
        refusal, of: flow.attempt, at: .callback, scrubbedBy: flow.scrubber)
      commands.append(Command(.failed(failed), provider: flow.provider, by: .server))
    }
    return commands
  }

  private func command(_ received: CallbackReceived, _ flow: AttemptFlow) -> Command {
    Command(
      .callbackReceived(received), provider: flow.provider, by: .provider(flow.provider),
      recordedBy: .server)
  }

  /// Records how many callbacks named no attempt, at most once a minute over all processes; they are
  /// counted in between.
  func recordUnknownCallbacks() async throws {
    let count = unknownCallbacks.withLock { $0 }
    guard count > 0 else { return }
    let ledger = ledger
    let isRecorded = try await Blocking.run {
      try ledger.recordUnknownCallbacks(count: count, by: .server)
    }
    guard isRecorded else { return }
    unknownCallbacks.withLock { $0 -= count }
  }
}

extension Failed {
  /// The record of a refusal; a reason that cannot occur at its stage is recorded as unrecognised.
  init(
    _ refusal: ProviderRefusal, of attempt: AttemptID?, at stage: Stage,
    scrubbedBy scrubber: Scrubber
  ) {
    let error = scrubber.scrub(refusal.providerError).map { Scrubber.cut($0, to: 128) }
    self.init(
      attempt: attempt, stage: stage,
      reason: refusal.reason.stages.contains(stage) ? refusal.reason : .unrecognised,
      providerError: error, providerMessage: scrubber.scrub(refusal.providerMessage),
      httpStatus: refusal.httpStatus)
  }
}
