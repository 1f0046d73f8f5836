import Fortnox
public import Integrations
import Ledger
import Vault

/// What the registers answered.
struct Checks {
  var answers: [(register: Register, answer: RegisterAnswer)] = []

  /// Each register, and whether it is open; without a word where no answer says so.
  var checks: [Approval.Check] {
    answers.map { register, answer in
      switch answer {
      case .open: Approval.Check(register: register, ok: true)
      case .refused: Approval.Check(register: register, ok: false)
      case .tokenRejected, .tooMany, .unknown: Approval.Check(register: register, ok: nil)
      }
    }
  }

  var isTokenRejected: Bool { answers.contains { $0.answer == .tokenRejected } }

  /// The refusals in one record; its layer is the one that must be mended first.
  ///
  /// Without a licence neither a new consent nor more rights help, and without the scope no rights.
  func denied(_ attempt: AttemptID) -> PermissionDenied? {
    var layers: Set<PermissionDenied.Layer> = []
    var refusals: [PermissionDenied.Refusal] = []
    for case (_, .refused(let layer, var refusal)) in answers {
      layers.insert(layer)
      refusal.message = Scrubber().scrub(refusal.message) ?? ""
      refusals.append(refusal)
    }
    let order: [PermissionDenied.Layer] = [.licence, .scope, .person]
    guard let layer = order.first(where: layers.contains) else { return nil }
    return PermissionDenied(
      attempt: attempt, layer: layer,
      refusals: refusals.sorted { $0.register.rawValue < $1.register.rawValue })
  }
}

extension Connector {
  /// Asks each register for one row.
  ///
  /// They are few, so that Fortnox's limit of 25 questions in 5 seconds is kept
  /// (https://www.fortnox.se/developer/guides-and-good-to-know/rate-limits-for-fortnox-api).
  func check(
    _ registers: [Register], _ client: FortnoxClient, _ credentials: Credentials
  ) async -> Checks {
    var checks = Checks()
    for register in registers {
      guard let request = client.check(register, accessToken: credentials.accessToken) else {
        continue
      }
      var answer = await ask(request, register)
      // Fortnox counts five seconds; what it wants to be left alone for longer is asked another time.
      if case .tooMany(let wait) = answer, wait ?? 5 <= 6 {
        try? await Task.sleep(for: .seconds(wait ?? 5))
        answer = await ask(request, register)
      }
      checks.answers.append((register, answer))
      // The others would say the same.
      if answer == .tokenRejected { break }
    }
    return checks
  }

  private func ask(_ request: HTTPRequest, _ register: Register) async -> RegisterAnswer {
    guard let answer = try? await send(request) else { return .unknown }
    return FortnoxClient.read(answer, of: register)
  }

  /// Asks the registers that the settings need again, with the grant that stands.
  ///
  /// What is found is in the ledger when this returns; an unchanged answer is recorded once a day.
  ///
  /// - Throws: `ConnectorError`.
  public func recheck(_ company: Company, _ provider: Provider, by actor: Actor) async throws {
    guard let turn = try await turns.take(company, provider) else {
      throw ConnectorError.busy(company)
    }
    defer { withExtendedLifetime(turn) {} }
    try await recheckInTurn(company, provider, by: actor)
  }

  func recheckInTurn(_ company: Company, _ provider: Provider, by actor: Actor) async throws {
    let client = try client(of: provider)
    var credentials = try await freshInTurn(company, provider)
    let state = try state(of: company, provider)
    guard let grant = state.grant else { throw ConnectorError.noGrant(company) }
    var checks = await check(state.registersToCheck, client, credentials)
    if checks.isTokenRejected {
      credentials = try await refreshInTurn(company, provider, grant)
      checks = await check(state.registersToCheck, client, credentials)
    }
    let action: Action
    if let denied = checks.denied(grant.attempt) {
      action = .permissionDenied(denied)
    } else if !checks.checks.isEmpty, checks.checks.allSatisfy({ $0.ok == true }) {
      var approval = Approval(
        credentials, of: grant.attempt, via: .recheck, accountType: grant.accountType,
        checks: checks.checks)
      approval.scopes = grant.scopes
      approval.providerCompany = grant.providerCompany
      action = .approved(approval)
    } else if checks.checks.isEmpty {
      // None of the registers has anything that could be asked.
      return
    } else {
      action = .failed(
        Failed(attempt: grant.attempt, stage: .check, reason: .providerUnavailable))
    }
    try await ledger.appendConcurrently(
      [
        Command(
          action, provider: provider, by: actor, recordedBy: actor == .server ? nil : .server)
      ], to: company)
  }
}
