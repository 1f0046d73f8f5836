import EventLog
import Evidence
public import Integrations
import Providers
import Vault

/// The answers of the registers.
struct Checks {
  /// Removes the secrets of the requests from the answers.
  var scrubber = Scrubber()
  var answers: [(register: Register, answer: RegisterAnswer)] = []

  /// Each register, and whether it is open; nil if its answer does not say.
  var checks: [Approval.Check] {
    answers.map { register, answer in
      switch answer {
      case .open: Approval.Check(register: register, ok: true)
      case .refused: Approval.Check(register: register, ok: false)
      case .tokenRejected, .unrecognised, .tooMany, .unavailable, .unknown:
        Approval.Check(register: register, ok: nil)
      }
    }
  }

  var isTokenRejected: Bool { answers.contains { $0.answer == .tokenRejected } }

  /// The refusals in one record; its layer is the one that must be fixed first.
  ///
  /// Without a licence neither a new consent nor more rights help, and without the scope more rights do
  /// not help.
  func denied(_ attempt: AttemptID) -> PermissionDenied? {
    var refusals: [RegisterRefusal] = []
    for case (_, .refused(let layer, var refusal)) in answers {
      refusal.message = scrubber.scrub(refusal.message) ?? ""
      refusal.layer = layer
      refusals.append(refusal)
    }
    let order: [RefusalLayer] = [.licence, .scope, .person]
    guard let layer = order.first(where: { layer in refusals.contains { $0.layer == layer } })
    else { return nil }
    return PermissionDenied(
      attempt: attempt, layer: layer,
      refusals: refusals.sorted { $0.register.rawValue < $1.register.rawValue },
      checks: checks.sorted { $0.register.rawValue < $1.register.rawValue })
  }

  /// The answers that are not understood: one failure for all registers with the same words.
  ///
  /// - Parameter refused: The registers with a known refusal; an HTML page does not take it back.
  func unrecognised(_ attempt: AttemptID, _ refused: Registers) -> [Failed] {
    var found: [(refusal: ProviderRefusal, registers: Registers)] = []
    for (register, answer) in answers {
      guard let refusal = answer.words(isRefused: refused.contains(register)) else { continue }
      if let place = found.firstIndex(where: { $0.refusal == refusal }) {
        found[place].registers.insert(register)
      } else {
        found.append((refusal, Registers([register])))
      }
    }
    return found.map { refusal, registers in
      var failed = Failed(refusal, of: attempt, at: .check, scrubbedBy: scrubber)
      failed.registers = registers
      return failed
    }
  }

  /// The failure to record if no register is refused and some gave no answer; nil if all answered.
  func unanswered(_ attempt: AttemptID) -> Failed? {
    let silent = answers.filter { _, answer in
      switch answer {
      case .open, .refused, .unrecognised: false
      case .tokenRejected, .tooMany, .unavailable, .unknown: true
      }
    }
    guard !silent.isEmpty else { return nil }
    let isDown = silent.contains { _, answer in
      switch answer {
      case .tooMany, .unavailable: true
      default: false
      }
    }
    let reason: Failed.Reason = isDown ? .providerUnavailable : .checkUnknown
    var failed = Failed(attempt: attempt, stage: .check, reason: reason)
    if !isDown { failed = words(attempt) ?? failed }
    failed.registers = Registers(silent.map(\.register))
    return failed
  }

  /// The first answer that says nothing of rights; nil if there is none.
  private func words(_ attempt: AttemptID) -> Failed? {
    for case (_, .unknown(let refusal)) in answers {
      return Failed(refusal, of: attempt, at: .check, scrubbedBy: scrubber)
    }
    return nil
  }

  /// The records of a check, except that every register is open.
  ///
  /// - Parameter state: The state before the check.
  func findings(_ attempt: AttemptID, after state: Integration) -> [Action] {
    var actions: [Action] = []
    if let denied = denied(attempt) { actions.append(.permissionDenied(denied)) }
    let known = state.findings.all.filter { $0.kind != .registerUnknown }
    let refused = Registers(known.compactMap(\.register))
    return actions + unrecognised(attempt, refused).map(Action.failed)
  }
}

extension RegisterAnswer {
  /// The words of an answer that is not understood; nil for an HTML page beside a known refusal.
  fileprivate func words(isRefused: Bool) -> ProviderRefusal? {
    switch self {
    case .unrecognised(let refusal): return refusal
    case .unknown(var refusal) where !isRefused:
      refusal.reason = .unrecognised
      return refusal
    default: return nil
    }
  }
}

extension Connector {
  /// The longest wait within a check, in seconds; after a longer one the question is asked another time.
  static let shortWaitSeconds = 6

  /// Asks each register for one row.
  ///
  /// - Parameter isHeld: True while requests to registers are paused: each then counts as too many.
  func check(
    _ registers: [Register], with consent: Consent, isHeld: Bool
  ) async throws -> Checks {
    let (company, provider) = (consent.company, consent.provider)
    let client = try client(of: provider)
    var isHeld = isHeld
    let access = GrantAccess(consent.credentials)
    let send = send(to: provider)
    var checks = Checks(scrubber: Scrubber(consent.credentials, of: client))
    for register in registers where provider.profile.register(register)?.path != nil {
      var answer = RegisterAnswer.tooMany(retryAfter: nil)
      if !isHeld {
        guard let first = await client.check(register, access, send: send) else { continue }
        answer = first
        if case .tooMany(let wait) = answer {
          let seconds = wait ?? provider.profile.rateLimitSeconds
          if seconds <= Self.shortWaitSeconds {
            try? await self.wait(.seconds(seconds))
            answer = await client.check(register, access, send: send) ?? answer
          } else {
            isHeld = true
            try pause(.register, company, provider, seconds: seconds)
          }
        }
      }
      checks.answers.append((register, answer))
      // Every other register would reject the token too.
      if answer == .tokenRejected { break }
    }
    return checks
  }

  /// Asks the registers that the settings need again, with the grant that stands.
  ///
  /// The result is in the ledger when this returns; an unchanged one is recorded once a day.
  ///
  /// - Parameter patience: How long to wait for the lock and the ledger before the provider is asked;
  ///   nil for the connector's own patience.
  /// - Throws: `ConnectorError`.
  public func recheck(
    _ company: Company, _ provider: Provider, by author: Author, patience: Duration? = nil
  ) async throws {
    let lock = try await lock(company, provider, patience)
    defer { withExtendedLifetime(lock) {} }
    try await recheckLocked(company, provider, by: author)
  }

  /// Takes the lock of an integration, and waits until the ledger can record the result.
  ///
  /// - Parameter patience: How long to wait; nil for the connector's own patience.
  func lock(
    _ company: Company, _ provider: Provider, _ patience: Duration?
  ) async throws -> IntegrationLocks.Lock {
    let start = ContinuousClock.now
    guard let lock = try await locks.take(company, provider, patience: patience) else {
      throw ConnectorError.busy(company)
    }
    guard let patience else { return lock }
    // An append of nothing waits for the ledger's writer and writes nothing.
    let left = max(patience - start.duration(to: .now), .zero)
    try await ledger.appendConcurrently([], to: company, patience: left)
    return lock
  }

  /// The same for a caller that holds the lock of the integration.
  func recheckLocked(_ company: Company, _ provider: Provider, by author: Author) async throws {
    var consent = try await freshConsent(company, provider)
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    func check() async throws -> Checks {
      try await self.check(
        state.registersToCheck, with: consent,
        isHeld: try isPaused(company, provider, .register))
    }
    var checks = try await check()
    if checks.isTokenRejected {
      consent = try await refreshConsent(company, provider, grant)
      checks = try await check()
    }
    // No register of the settings has an address to ask.
    guard !checks.answers.isEmpty else { return }
    var actions = checks.findings(grant.attempt, after: state)
    if let unanswered = checks.unanswered(grant.attempt), actions.isEmpty {
      actions = [.failed(unanswered)]
    }
    if actions.isEmpty {
      let approval = Approval(consent, of: grant, via: .recheck, checks: checks.checks)
      actions = [.approved(approval)]
    }
    try await ledger.appendConcurrently(
      actions.map {
        Command(
          $0, provider: provider, by: author.actor, recordedBy: author.recordedBy ?? .server)
      }, to: company)
  }
}
