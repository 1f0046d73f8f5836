import Integrations

/// What the provider's consent page sends the browser back with.
struct ConsentAnswer: Sendable {
  /// What comes back.
  enum Kind: Sendable {
    /// Nothing: the person is stuck or the page is down.
    case nothing
    /// A code, for this consent.
    case code(Consent)
    /// An error.
    case error(String, String?, Failed.Reason)
    /// Neither, with or without the state.
    case empty(hasState: Bool)
  }
  var kind: Kind
  /// What really was behind it.
  var truth: Causes = []
  /// What would have given the same answer.
  var possible: Causes = []
  /// What it shows to be right to somebody who knows in which order the provider looks.
  var maybe: Causes = []
}

/// What a register answers.
struct RegisterAnswer: Sendable {
  /// The answer.
  enum Kind: Sendable {
    case open
    case refused(code: Int?, message: String, layer: RefusalLayer, status: Int = 403)
    case strange(code: Int, message: String)
    case none
  }
  var kind: Kind
  var truth: Causes = []
  var possible: Causes = []
}

extension World {
  /// What the consent page answers a person who approves for a company.
  func answerConsent(
    by person: Int, for company: Int, asked: [Register], isService: Bool
  ) -> ConsentAnswer {
    guard !isDown else { return ConsentAnswer(kind: .nothing) }
    guard !facts.hasCompanyCode else { return answerConsent(by: person) }
    let early = Causes.each(asked, Causes.notEnabled).union(isService ? .serviceNotAllowed : [])
    let closed = asked.filter { !app.scopes.contains($0) }
    if !closed.isEmpty {
      return ConsentAnswer(
        kind: .error("invalid_scope", "Invalid scope", .scopeNotEnabled),
        truth: .each(closed, Causes.notEnabled), possible: .each(asked, Causes.notEnabled))
    }
    if isService, !app.allowsServiceAccount {
      return ConsentAnswer(
        kind: .error(
          "invalid_request", "Client does not allow service account", .scopeNotEnabled),
        truth: .serviceNotAllowed, possible: .serviceNotAllowed)
    }
    guard people[person].reaches.contains(company) else { return ConsentAnswer(kind: .nothing) }
    let account = companies[company]
    if account.isLocked {
      return ConsentAnswer(
        kind: .empty(hasState: lockedKeepsState), truth: .locked, possible: [.locked, .empty],
        maybe: early)
    }
    if isStrange {
      return ConsentAnswer(
        kind: .error("E4711", "Ett oväntat fel har inträffat", .unrecognised), truth: .strange,
        possible: .strange, maybe: early)
    }
    if !account.hasApp {
      return ConsentAnswer(
        kind: .error("error_missing_app_license", nil, .licenceMissing), truth: .appNotBought,
        possible: .appNotBought, maybe: early)
    }
    let unlicensed = asked.filter { !account.licences.contains($0) }
    var lacks: Causes = account.hasIntegrationLicence ? [] : .integration
    if asksLicencesAtConsent { lacks.formUnion(.each(unlicensed, Causes.licence)) }
    if !lacks.isEmpty {
      return ConsentAnswer(
        kind: .error("error_missing_license", nil, .licenceMissing), truth: lacks,
        possible: Causes.integration.union(.each(asked, Causes.licence)),
        maybe: early.union(.appNotBought))
    }
    let passed = early.union([.appNotBought, .integration, .locked])
    if isService, !people[person].administers.contains(company) {
      return ConsentAnswer(
        kind: .error("error_missing_system_admin_right", nil, .notSystemAdministrator),
        truth: .notSystemAdministrator, possible: .notSystemAdministrator, maybe: passed)
    }
    let consent = Consent(
      person: person, company: company, isService: isService, registers: Registers(asked),
      tokenExpires: facts.refreshTokenSeconds.map(now.adding))
    return ConsentAnswer(kind: .code(consent), maybe: passed)
  }

  /// The consent page of a provider where a consent is a person's: it asks for no company.
  private func answerConsent(by person: Int) -> ConsentAnswer {
    if isStrange {
      return ConsentAnswer(
        kind: .error("E4711", "Noe gikk galt", .unrecognised), truth: .strange,
        possible: .strange)
    }
    return ConsentAnswer(
      kind: .code(
        Consent(
          person: person, company: 0, isService: false, registers: Registers(facts.registers))))
  }

  /// How long an attempt lives: 45 minutes.
  static let attemptSeconds: Int64 = 45 * 60

  /// What a register answers under a consent.
  func answer(_ register: Register, under consent: Consent) -> RegisterAnswer {
    guard !isDown else { return RegisterAnswer(kind: .none, truth: .outage, possible: .outage) }
    let company = companies[consent.company]
    if isStrange {
      return RegisterAnswer(
        kind: .strange(code: 4_711, message: "Ett oväntat fel har inträffat"), truth: .strange,
        possible: .strange)
    }
    if facts.hasCompanyCode { return answerByStatus(register, under: consent) }
    if !company.hasIntegrationLicence {
      return RegisterAnswer(
        kind: .refused(code: 2_001_103, message: "Api-licens saknas.", layer: .licence),
        truth: .integration, possible: .integration)
    }
    if !consent.registers.contains(register) { return refusal(of: register, .scope(register)) }
    if !company.licences.contains(register) { return refusal(of: register, .licence(register)) }
    let rights = consent.isService ? company.serviceRights : people[consent.person].rights
    return rights.contains(register)
      ? RegisterAnswer(kind: .open) : refusal(of: register, .right(register))
  }

  /// What a register answers where refusals have no code: the HTTP status tells what it can.
  private func answerByStatus(_ register: Register, under consent: Consent) -> RegisterAnswer {
    let company = companies[consent.company]
    func refused(
      _ status: Int, _ layer: RefusalLayer, _ words: String, _ truth: Causes, _ possible: Causes
    ) -> RegisterAnswer {
      RegisterAnswer(
        kind: .refused(code: nil, message: words, layer: layer, status: status), truth: truth,
        possible: possible)
    }
    if !people[consent.person].gave(consent.company) {
      return refused(404, .person, "", .notGiven, .notGiven)
    }
    if !company.hasIntegrationLicence || !company.licences.contains(register) {
      let truth = company.hasIntegrationLicence ? Causes.licence(register) : .integration
      let modules: Causes = [.integration, .licence(register)]
      return wordings[register] == .words
        ? refused(403, .licence, "Modulen er ikke bestilt", truth, modules)
        : refused(402, .licence, "", truth, modules)
    }
    guard !people[consent.person].rights.contains(register) else {
      return RegisterAnswer(kind: .open)
    }
    guard wordings[register] != .unknown else {
      return RegisterAnswer(
        kind: .strange(code: 400, message: "Noe gikk galt"), truth: .right(register),
        possible: [.right(register), .licence(register), .integration, .strange])
    }
    return refused(403, .person, "Forbidden", .right(register), .right(register))
  }

  private func refusal(of register: Register, _ cause: Causes) -> RegisterAnswer {
    let any: Causes = [.right(register), .scope(register), .licence(register)]
    switch wordings[register] ?? .coded {
    case .ambiguous:
      return RegisterAnswer(
        kind: .refused(code: 2_004_404, message: "Behörighet saknas", layer: .person),
        truth: cause, possible: any)
    case .unknown where cause == .right(register):
      return RegisterAnswer(
        kind: .strange(code: 2_009_001, message: "Åtgärden kunde inte utföras"), truth: cause,
        possible: any.union(.strange))
    default: break
    }
    if cause == .scope(register) {
      return RegisterAnswer(
        kind: .refused(code: 2_000_663, message: "Har inte behörighet för scope.", layer: .scope),
        truth: cause, possible: cause)
    }
    if cause == .licence(register) {
      return RegisterAnswer(
        kind: .refused(
          code: 2_001_101, message: "Det finns ingen aktiv licens för önskat scope.",
          layer: .licence), truth: cause, possible: cause)
    }
    let code: Int? =
      switch register {
      case .customers: 2_001_538
      case .expenses, .suppliers: 2_003_275
      case .invoices: 2_001_339
      default: nil
      }
    guard let code, wordings[register] != .words else {
      return RegisterAnswer(
        kind: .refused(
          code: 2_009_999, message: "Saknar behörighet för \(register.rawValue)", layer: .person),
        truth: cause, possible: any)
    }
    return RegisterAnswer(
      kind: .refused(
        code: code, message: "Saknar behörighet för \(register.rawValue)", layer: .person),
      truth: cause, possible: cause)
  }

  /// Whether a register can be transferred right now under a consent whose token is `token`.
  func works(_ consent: Consent, token: Int, registers: [Register]) -> Bool {
    guard !isDown, !isStrange, app.hasRightSecret, consent.accepts(token, at: now) else {
      return false
    }
    return registers.allSatisfy { answer($0, under: consent).isOpen }
  }
}

extension RegisterAnswer {
  /// Whether the register is open.
  var isOpen: Bool { if case .open = kind { true } else { false } }
}
