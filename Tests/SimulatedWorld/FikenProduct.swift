public import Integrations

/// The product beside a world of Fiken: it does what its page, its server and its rules do.
public struct FikenProduct: Sendable {
  /// The world.
  public var world: FikenWorld
  /// The state by the records.
  public private(set) var state = Integration(.fiken)
  /// The time.
  public private(set) var now = Timestamp(milliseconds: 1_793_696_400_000)
  /// What the rules refused, and what could not be done.
  public private(set) var faults: [String] = []
  private var records: [Recorded] = []
  private var code = 0
  private var attempts: UInt64 = 0

  /// A product that knows nothing of the company yet.
  public init(_ world: FikenWorld) { self.world = world }

  /// What the product explains now.
  public var explanation: Explanation? {
    guard let company = Company("acme") else { return nil }
    let numbers = Set(state.citations(at: now))
    return Explanation(
      of: state, company: company, provider: .fiken, at: now,
      cited: records.filter { numbers.contains($0.sequence) }, product: HostProduct(name: "Moment"))
  }

  /// Lets a person follow a way to its end, and the server do its part.
  public mutating func follow(_ way: [AdviceStep], _ verdict: VerdictCode) {
    for step in way {
      now = now.adding(seconds: 60)
      // Who is told to correct the code looks it up.
      let isOfCode = step.code == .saveAndAuthorize || step.code == .configure
      if isOfCode, code > 0, verdict == .otherCompany { world.isCodeRight = true }
      world.take(step)
      press(step, verdict)
      ask()
    }
    guard let attempt = state.attempt, attempt.outcome == nil, attempt.answer == .code else {
      return
    }
    now = attempt.expiresAt
    record(.failed(Failed(attempt: attempt.id, stage: .check, reason: .wrongCompany)))
  }

  /// Lets the consent end, as when the person takes it back.
  public mutating func endConsent() {
    now = now.adding(seconds: 90_000)
    world.hasConsent = false
    record(.failed(Failed(stage: .refresh, reason: .grantDead, providerError: "invalid_grant")))
  }

  // MARK: The page

  private mutating func press(_ step: AdviceStep, _ verdict: VerdictCode) {
    switch step.code {
    case .saveAndAuthorize:
      save(enabled: false)
      start()
    case .configure: save(enabled: state.settings?.enabled == true)
    case .authorize, .reauthorize: start()
    case .approve: comeBack()
    case .enable: save(enabled: true, isNewCode: false)
    case .checkAgain: recheck()
    case .wait: now = now.adding(seconds: 300)
    case .removeAuthorization:
      record(
        .credentialsRemoved(CredentialsRemoved(reason: .requested, revokedAtProvider: true)))
    case .askSupportToRemove, .allowCompany, .orderIntegrationLicence, .orderScopeLicence,
      .giveRights:
      return
    default: faults.append("nobody can take the step \(step.code) with Fiken")
    }
  }

  private mutating func save(enabled: Bool, isNewCode: Bool = true) {
    if isNewCode { code += 1 }
    record(
      .configured(
        Configured(
          transfers: Registers([.customers, .projects]), enabled: enabled, companyCode: code)))
  }

  private mutating func start() {
    attempts += 1
    record(
      .authorizeStarted(
        AuthorizeStarted(
          attempt: AttemptID(high: 1, low: attempts), accountType: .user, scopes: [],
          expiresAt: now.adding(seconds: Limits.attemptSeconds))))
  }

  private mutating func comeBack() {
    guard let attempt = state.attempt, attempt.outcome == nil else { return }
    record(
      .callbackReceived(CallbackReceived(attempt: attempt.id, answer: .code, verdict: .accepted)))
  }

  // MARK: The server

  /// Asks for the company while a consent waits for it.
  private mutating func ask() {
    guard let attempt = state.attempt, attempt.outcome == nil, attempt.answer == .code else {
      return
    }
    switch world.company {
    case .notAmongThem: return
    case .withoutAPI:
      record(.failed(Failed(attempt: attempt.id, stage: .check, reason: .licenceMissing)))
    case .found:
      let data = Approval(
        attempt: attempt.id, via: .consent, accountType: .user, scopes: [],
        providerCompany: "913312465", checks: checks, accessTokenExpiresAt: expiry)
      record(state.grant == nil ? .approved(data) : .reauthorized(data))
      refuse()
    }
  }

  private mutating func recheck() {
    guard let grant = state.grant else { return faults.append("there is nothing to check") }
    guard checks.contains(where: { $0.ok == false }) else {
      return record(
        .approved(
          Approval(
            attempt: grant.attempt, via: .recheck, accountType: .user, scopes: [],
            providerCompany: grant.providerCompany, checks: checks, accessTokenExpiresAt: expiry)))
    }
    refuse()
  }

  private mutating func refuse() {
    let refusals = [Register.customers, .projects].compactMap { register -> RegisterRefusal? in
      let status = world.status(of: register)
      guard status != 200 else { return nil }
      return RegisterRefusal(
        register: register, code: nil, message: "", httpStatus: status,
        layer: status == 402 ? .licence : .person)
    }
    guard let first = refusals.first, let layer = first.layer else { return }
    record(
      .permissionDenied(
        PermissionDenied(
          attempt: state.grant?.attempt, layer: layer, refusals: refusals, checks: checks)))
  }

  private var checks: [Approval.Check] {
    [Register.customers, .projects].map {
      Approval.Check(register: $0, ok: world.status(of: $0) == 200)
    }
  }

  private var expiry: Timestamp { now.adding(seconds: 86_157) }

  private mutating func record(_ action: Action) {
    guard let company = Company("acme"), let actor = Actor(.system, "server") else { return }
    do {
      for decision in try state.decide(action, at: now) {
        let number = Int64(records.count)
        let recorded = Recorded(
          position: Position(number + 1), sequence: SequenceNumber(number), company: company,
          provider: .fiken, action: decision.action, actor: actor, time: decision.time ?? now,
          recordedTime: now, id: RecordID(high: 1, low: UInt64(number)))
        state.evolve(decision.action, cited: recorded.citation)
        records.append(recorded)
      }
    } catch {
      faults.append("\(action.name): \(error.code)")
    }
  }
}
