import EventLog
import Evidence
import Fortnox
public import Integrations
import Vault

/// What the registers answered.
struct Checks {
  /// Knows what was asked with.
  var scrubber = Scrubber()
  var answers: [(register: Register, answer: RegisterAnswer)] = []

  /// Each register, and whether it is open; without a word where no answer says so.
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

  /// The refusals in one record; its layer is the one that must be put right first.
  ///
  /// Without a licence neither a new consent nor more rights help, and without the scope no rights.
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
  /// - Parameter refused: The registers of which a refusal is known: a page takes none back.
  func unrecognised(_ attempt: AttemptID, _ refused: Registers) -> [Failed] {
    var found: [(refusal: Refusal, registers: Registers)] = []
    for (register, answer) in answers {
      guard let refusal = answer.words(isRefused: refused.contains(register)) else { continue }
      if let place = found.firstIndex(where: { $0.refusal == refusal }) {
        found[place].registers.insert(register)
      } else {
        found.append((refusal, Registers([register])))
      }
    }
    return found.map { refusal, registers in
      var failed = Failed(refusal, of: attempt, at: .check, scrubber)
      failed.registers = registers
      return failed
    }
  }

  /// What to record where no register is refused and some gave no answer; nil where all did.
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

  /// The first words that say nothing of rights, and their status; nil where there are none.
  private func words(_ attempt: AttemptID) -> Failed? {
    for case (_, .unknown(let refusal)) in answers {
      return Failed(refusal, of: attempt, at: .check, scrubber)
    }
    return nil
  }

  /// What a check of a grant is recorded as, but for registers that are all open.
  ///
  /// - Parameter state: What is known before the check.
  func findings(_ attempt: AttemptID, after state: Integration) -> [Action] {
    var actions: [Action] = []
    if let denied = denied(attempt) { actions.append(.permissionDenied(denied)) }
    let known = state.findings.all.filter { $0.kind != .registerUnknown }
    let refused = Registers(known.compactMap(\.register))
    return actions + unrecognised(attempt, refused).map(Action.failed)
  }
}

extension RegisterAnswer {
  /// What it says, where that is not understood; a page beside a refusal that is known says nothing.
  fileprivate func words(isRefused: Bool) -> Refusal? {
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
  /// For how long Fortnox counts questions, in seconds.
  private static let countedSeconds = 5
  /// The longest wait that is waited for; what is longer is asked another time.
  static let shortWaitSeconds = 6

  /// Asks each register for one row.
  ///
  /// They are few, so that Fortnox's limit of 25 questions in 5 seconds is kept
  /// (https://www.fortnox.se/developer/guides-and-good-to-know/rate-limits-for-fortnox-api).
  /// While it wants to be left alone nothing is asked, and that is the answer.
  func check(
    _ company: Company, _ provider: Provider, _ registers: [Register], _ credentials: Credentials
  ) async throws -> Checks {
    let client = try client(of: provider)
    var isHeld = try isPaused(company, provider, .register)
    var checks = Checks(scrubber: Scrubber(values: [credentials.accessToken], of: client))
    for register in registers {
      guard let request = client.check(register, accessToken: credentials.accessToken) else {
        continue
      }
      var answer = RegisterAnswer.tooMany(retryAfter: nil)
      if !isHeld {
        answer = await ask(request, register)
        if case .tooMany(let wait) = answer {
          let seconds = wait ?? Self.countedSeconds
          if seconds <= Self.shortWaitSeconds {
            try? await self.wait(.seconds(seconds))
            answer = await ask(request, register)
          } else {
            isHeld = true
            try hold(company, provider, .register, seconds: seconds)
          }
        }
      }
      checks.answers.append((register, answer))
      // The others would say the same.
      if answer == .tokenRejected { break }
    }
    return checks
  }

  private func ask(_ request: HTTPRequest, _ register: Register) async -> RegisterAnswer {
    guard let answer = try? await send(request) else { return .unavailable }
    return FortnoxClient.read(answer, of: register)
  }

  /// Asks the registers that the settings need again, with the grant that stands.
  ///
  /// What is found is in the ledger when this returns; an unchanged answer is recorded once a day.
  ///
  /// - Parameter patience: How long to wait for others before anything is asked of the provider; nil
  ///   for as long as a command waits.
  /// - Throws: `ConnectorError`.
  public func recheck(
    _ company: Company, _ provider: Provider, by author: Author, patience: Duration? = nil
  ) async throws {
    let turn = try await turn(company, provider, patience)
    defer { withExtendedLifetime(turn) {} }
    try await recheckInTurn(company, provider, by: author)
  }

  /// The turn of an integration, once the ledger can record what comes of it.
  ///
  /// - Parameter patience: How long to wait for others; nil for as long as a command waits.
  func turn(
    _ company: Company, _ provider: Provider, _ patience: Duration?
  ) async throws -> IntegrationLocks.Turn {
    let start = ContinuousClock.now
    guard let turn = try await turns.take(company, provider, patience: patience) else {
      throw ConnectorError.busy(company)
    }
    guard let patience else { return turn }
    // An append of nothing waits for its turn and writes nothing.
    let left = max(patience - start.duration(to: .now), .zero)
    try await ledger.appendConcurrently([], to: company, patience: left)
    return turn
  }

  func recheckInTurn(_ company: Company, _ provider: Provider, by author: Author) async throws {
    var credentials = try await freshInTurn(company, provider)
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    var checks = try await check(company, provider, state.registersToCheck, credentials)
    if checks.isTokenRejected {
      credentials = try await refreshInTurn(company, provider, grant)
      checks = try await check(company, provider, state.registersToCheck, credentials)
    }
    // None of the registers has anything that could be asked.
    guard !checks.answers.isEmpty else { return }
    var actions = checks.findings(grant.attempt, after: state)
    if let unanswered = checks.unanswered(grant.attempt), actions.isEmpty {
      actions = [.failed(unanswered)]
    }
    if actions.isEmpty {
      var approval = Approval(
        credentials, of: grant.attempt, via: .recheck, accountType: grant.accountType,
        checks: checks.checks)
      approval.scopes = grant.scopes
      approval.providerCompany = grant.providerCompany
      actions = [.approved(approval)]
    }
    try await ledger.appendConcurrently(
      actions.map {
        Command(
          $0, provider: provider, by: author.actor, recordedBy: author.recordedBy ?? .server)
      }, to: company)
  }
}
