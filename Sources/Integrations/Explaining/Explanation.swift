/// The answer to `why`: what is the matter, who can mend it, and what shows it.
///
/// It is a pure function of a company's stream and a time, so it can be given for any past moment.
public struct Explanation: Hashable, Sendable {
  /// The company.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// The moment it holds for.
  public var at: Timestamp
  /// The stable code.
  public var verdict: VerdictCode
  /// What is wrong, in the reader's words.
  public var title: Text
  /// Where the integration stands.
  public var phase: Phase
  /// What the customer sees now, and what still works.
  public var state: Text
  /// When it was first seen; the consent, for a verdict without fault.
  public var since: Timestamp?
  /// When it was last seen.
  public var last: Timestamp?
  /// How many records say so, where they are counted.
  public var count: Int?
  /// The cause, who can mend it and how.
  public var advice: Advice
  /// The records that show it, oldest first.
  public var evidence: [Evidence]
  /// What the records rule out.
  public var ruledOut: [Text]
  /// The command to go on with.
  public var next: String

  /// A record as an explanation cites it.
  public struct Evidence: Hashable, Sendable {
    /// The number over all companies.
    public var position: Position
    /// The number in the company's stream.
    public var sequence: SequenceNumber
    /// The record's id.
    public var id: RecordID
    /// When it happened.
    public var time: Timestamp
    /// What happened, with the provider's own words.
    public var line: CompanyLogLine

    init(_ recorded: Recorded) {
      position = recorded.position
      sequence = recorded.sequence
      id = recorded.id
      time = recorded.time
      line = CompanyLogLine(recorded.action, recorded.provider)
    }
  }
}

extension Explanation {
  /// Explains a state.
  ///
  /// - Parameters:
  ///   - state: The fold of the company's stream.
  ///   - now: The moment it is asked for.
  ///   - cited: The records that `Integration.citations(at:)` names.
  public init(
    of state: Integration, _ company: Company, _ provider: Provider, at now: Timestamp,
    cited: [Recorded]
  ) {
    let basis = state.basis(at: now)
    let span = basis.span(in: state)
    let situation = Situation(basis, state, provider, at: now)
    self.company = company
    self.provider = provider
    at = now
    verdict = basis.code
    title = situation.title(of: company)
    phase = state.phase(at: now)
    self.state = state.description(at: now, provider)
    since = span.first
    last = span.latest
    count = span.count
    advice = situation.advice
    evidence = cited.sorted { $0.sequence < $1.sequence }.map(Evidence.init)
    ruledOut = basis == .health ? [] : state.ruledOut(by: cited, basis, provider)
    next = situation.next(company, state.attempt?.id)
  }
}

extension Situation {
  init(_ basis: Basis, _ state: Integration, _ provider: Provider, at now: Timestamp) {
    self.init(code: basis.code, provider: provider)
    hasGrant = state.grant != nil
    hasLivingGrant = state.grant?.isAlive(at: now) == true
    accountType = state.grant?.accountType
    if case .attempt = basis { isOfAttempt = true }
    switch basis {
    case .denial(let denial): registers = denial.refusals.map(\.register)
    case .attempt, .open:
      accountType = state.attempt?.accountType
      isAnswered = state.attempt?.answer != nil
      if case .failed(let failedAt, let reason) = state.attempt?.outcome {
        stage = failedAt
        gaveUp = reason == .abandoned && state.gaveUp
      }
    case .end(let end): death = state.grant?.death(at: end)
    case .expiry: death = .expired
    case .trouble(let trouble): stage = trouble.stage
    case .removal(let removal): self.removal = removal.reason
    case .settings(.scopeNotGranted): registers = state.registersWithoutScope
    case .settings, .health: break
    }
  }
}

extension Integration {
  fileprivate var gaveUp: Bool {
    guard let attempt, let ended = attempt.ended else { return false }
    return ended.time < attempt.expiresAt
  }

  /// The registers to transfer whose scope the grant lacks.
  fileprivate var registersWithoutScope: [Register] {
    guard let grant, let settings else { return [] }
    return settings.transfers.sorted.filter { !grant.scopes.contains($0.scope) }
  }
}

extension Grant {
  /// How soon after a refresh a dead grant is likelier our own race than anything else.
  private static let raceSeconds: Int64 = 300

  fileprivate func death(at end: End) -> Situation.Death {
    let time = end.first.time
    if let expiry = refreshTokenExpiresAt, time >= expiry { return .expired }
    if confirmed != consented, time < confirmed.time.adding(seconds: Self.raceSeconds) {
      return .usedTwice
    }
    return trouble?.reason == .refreshUnknown ? .answerLost : .unexplained
  }
}
