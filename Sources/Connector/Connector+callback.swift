import EventLog
import Evidence
import Fortnox
public import Integrations
import Synchronization
import Vault

/// What became of a callback.
public enum CallbackOutcome: Hashable, Sendable {
  /// Nobody started with this state; one and the same answer for all such.
  case unknown
  /// It belongs to an attempt, and this is its verdict.
  case known(Company, AttemptID, CallbackVerdict)
}

extension Connector {
  /// Takes what a browser brings back from the provider.
  ///
  /// An accepted code is exchanged on its own, also if the browser goes away; the ledger tells when
  /// that is done. Nothing of a state is spent where this throws that something is busy: the same
  /// callback may come again.
  ///
  /// - Parameters:
  ///   - flows: What the browser's flow cookies hold, by attempt.
  ///   - administrator: Who is signed in, in that browser.
  ///   - company: The company that they visit.
  /// - Throws: `ConnectorError.busy` or `LedgerError.busy`.
  public func callback(
    _ query: CallbackQuery, _ provider: Provider, flows: [AttemptID: String],
    by administrator: Actor?, of company: Company?
  ) async throws -> CallbackOutcome {
    guard let found = try find(query, flows, administrator, company) else {
      strangers.withLock { $0 += 1 }
      return .unknown
    }
    // What comes to another provider's address is another's answer (RFC 9700 section 4.4).
    let fault =
      query.fault { clients[provider]?.isOwn(issuer: $0) == true }
      ?? (found.provider == provider ? nil : .foreignIssuer)
    guard found.isSameBrowser else { return try await record(.otherBrowser, query, found) }
    if let fault { return try await record(.malformed, query, found, fault) }
    guard let turn = try await turns.take(found.company, found.provider) else {
      throw ConnectorError.busy(found.company)
    }
    return try await accept(query, found, turn)
  }

  /// The attempt that the state names, or without one the flow cookie.
  private func find(
    _ query: CallbackQuery, _ flows: [AttemptID: String], _ administrator: Actor?,
    _ company: Company?
  ) throws -> KnownState? {
    func browser(_ attempt: AttemptID) -> String? {
      guard let administrator, let company, let cookie = flows[attempt] else { return nil }
      return Self.browser(cookie, administrator, company)
    }
    if let state = query.state { return try vault.find(state: state, browser: browser) }
    // The latest attempt of this browser: version 7 ids sort by time.
    let attempts = flows.keys.sorted { ($1.high, $1.low) < ($0.high, $0.low) }
    for attempt in attempts {
      guard let browser = browser(attempt), let found = try vault.find(attempt, browser: browser)
      else { continue }
      if found.isSameBrowser { return found }
    }
    return nil
  }

  private func record(
    _ verdict: CallbackVerdict, _ query: CallbackQuery, _ found: KnownState,
    _ fault: CallbackFault? = nil
  ) async throws -> CallbackOutcome {
    var received = query.received(found.attempt, verdict, scrubber(of: query, found))
    received.fault = fault
    do {
      try await ledger.appendConcurrently(
        [command(.callbackReceived(received), found)], to: found.company)
    } catch LedgerError.rejected(.attemptUnknown) {
      return .unknown
    }
    return .known(found.company, found.attempt, verdict)
  }

  /// The append decides: of any number of callbacks at once, the rules accept one.
  private func accept(
    _ query: CallbackQuery, _ found: KnownState, _ turn: IntegrationLocks.Turn
  ) async throws -> CallbackOutcome {
    var verdict = try state(of: found.company, found.provider)
      .verdict(onCallbackOf: found.attempt, at: effects.now())
    var commands = acceptance(query, found)
    while true {
      if verdict != .accepted {
        return try await record(verdict, query, found)
      }
      do {
        try await ledger.appendConcurrently(commands, to: found.company)
        break
      } catch LedgerError.rejected(.callbackVerdict(let other)) where other != .accepted {
        verdict = other
        commands = []
      }
    }
    let received = query.received(found.attempt, .accepted, scrubber(of: query, found))
    guard received.answer == .code, let code = query.code else {
      try vault.end(found.attempt)
      return .known(found.company, found.attempt, .accepted)
    }
    running.start {
      await self.exchange(code, found)
      withExtendedLifetime(turn) {}
    }
    return .known(found.company, found.attempt, .accepted)
  }

  private func acceptance(_ query: CallbackQuery, _ found: KnownState) -> [Command] {
    let received = query.received(found.attempt, .accepted, scrubber(of: query, found))
    var commands = [command(.callbackReceived(received), found)]
    if received.answer == .error, let error = query.error {
      let refusal = FortnoxClient.callbackRefusal(error: error, description: query.errorDescription)
      let failed = Failed(
        refusal, of: found.attempt, at: .callback, scrubber(of: query, found))
      commands.append(Command(.failed(failed), provider: found.provider, by: .server))
    }
    return commands
  }

  /// Knows the values that a callback brings.
  private func scrubber(of query: CallbackQuery, _ found: KnownState) -> Scrubber {
    Scrubber(values: [query.code, query.state].compactMap { $0 }, of: clients[found.provider])
  }

  private func command(_ action: Action, _ found: KnownState) -> Command {
    Command(action, provider: found.provider, by: .provider(found.provider), recordedBy: .server)
  }

  /// Records how many callbacks came that belong to nobody, once a minute over all processes; until
  /// then they are counted on.
  func recordStrangers() async throws {
    let count = strangers.withLock { $0 }
    guard count > 0 else { return }
    let ledger = ledger
    let isRecorded = try await Blocking.run {
      try ledger.recordUnknownCallbacks(count: count, by: .server)
    }
    guard isRecorded else { return }
    strangers.withLock { $0 -= count }
  }
}

extension CallbackQuery {
  /// What the record says of it.
  func received(
    _ attempt: AttemptID, _ verdict: CallbackVerdict, _ scrubber: Scrubber
  ) -> CallbackReceived {
    guard let error = scrubber.scrub(error) else {
      return CallbackReceived(
        attempt: attempt, answer: code == nil ? .empty : .code, verdict: verdict)
    }
    return CallbackReceived(
      attempt: attempt, answer: .error, error: error,
      errorDescription: scrubber.scrub(errorDescription), verdict: verdict)
  }
}

extension Failed {
  /// A refusal as a record says it; a reason that cannot occur at a stage is not understood there.
  init(
    _ refusal: Refusal, of attempt: AttemptID?, at stage: Stage, _ scrubber: Scrubber
  ) {
    let error = scrubber.scrub(refusal.providerError).map { Scrubber.cut($0, to: 128) }
    self.init(
      attempt: attempt, stage: stage,
      reason: refusal.reason.stages.contains(stage) ? refusal.reason : .unrecognised,
      providerError: error, providerMessage: scrubber.scrub(refusal.providerMessage),
      httpStatus: refusal.httpStatus)
  }
}
