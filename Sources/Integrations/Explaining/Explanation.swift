/// The answer to `why`: what is wrong, who can fix it, and which records show it.
///
/// It is a pure function of a company's stream and a time, so it exists for any past time as well.
public struct Explanation: Hashable, Sendable {
  /// The company.
  public var company: Company
  /// The provider.
  public var provider: Provider
  /// The host product, as texts name it.
  public var product: HostProduct
  /// The moment it holds for.
  public var at: Timestamp
  /// The stable code.
  public var verdict: VerdictCode
  /// What is wrong, in the reader's words.
  public var title: Text
  /// The integration's phase.
  public var phase: Phase
  /// What the customer sees now, and what still works.
  public var state: Text
  /// When it was first seen; for a healthy integration, the time of the consent.
  public var since: Timestamp?
  /// When it was last seen.
  public var last: Timestamp?
  /// How many records say so, where they are counted.
  public var count: Int?
  /// The cause, who can fix it and how.
  public var advice: Advice
  /// The numbers of the records that show the verdict itself.
  public var shownBy: [SequenceNumber]
  /// What else is wrong, in the order in which it must be fixed, and then what else happened.
  public var also: [Further]
  /// What to watch although nothing is wrong yet.
  public var warnings: [Warning]
  /// The records that show it, oldest first.
  public var evidence: [Evidence]
  /// What the records rule out.
  public var ruledOut: [RuledOut]
  /// The command to run next.
  public var next: String

  /// One more thing that is wrong or that happened.
  public struct Further: Hashable, Sendable {
    /// Its code.
    public var verdict: VerdictCode
    /// The layer that is affected.
    public var layer: Layer
    /// How sure it is.
    public var confidence: Advice.Confidence
    /// What it is, in a sentence.
    public var text: Text
    /// The ways to fix it, if the verdict's own ways do not.
    public var ways: [[AdviceStep]]
    /// The numbers of the records that show it.
    public var shownBy: [SequenceNumber]
  }

  /// A possible cause that the records rule out.
  public struct RuledOut: Hashable, Sendable {
    /// The layer.
    public var layer: Layer
    /// The registers concerned, if the layer is about registers.
    public var registers: [Register]
    /// The number of the record that shows it.
    public var shownBy: SequenceNumber
    /// What is ruled out, in a sentence.
    public var text: Text
  }

  /// A record that an explanation cites.
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

    init(_ recorded: Recorded, _ product: HostProduct, isGivenUp: Bool) {
      position = recorded.position
      sequence = recorded.sequence
      id = recorded.id
      time = recorded.time
      line = CompanyLogLine(
        recorded.action, Names(recorded.provider, product), isGivenUp: isGivenUp)
    }
  }
}

extension Explanation {
  /// Explains a state.
  ///
  /// - Parameters:
  ///   - state: The fold of the company's stream.
  ///   - now: The time to explain.
  ///   - cited: The records that `Integration.citations(at:)` names.
  ///   - elsewhere: What `Integration.searchForConsentElsewhere(at:)` found in the ledger.
  ///   - product: The host product, as texts name it.
  public init(
    of state: Integration, company: Company, provider: Provider, at now: Timestamp,
    cited: [Recorded], elsewhere: ConsentElsewhere? = nil, product: HostProduct
  ) {
    let names = Names(provider, product)
    var diagnosis = state.diagnosis(at: now)
    if let elsewhere { diagnosis.attributeDeath(to: elsewhere) }
    let plan = RemedyPlan(state: state, diagnosis: diagnosis, names: names, at: now)
    let main = diagnosis.main
    let span = state.span(of: main)
    self.company = company
    self.provider = provider
    self.product = product
    at = now
    verdict = main.code
    let said = plan.inContext(main).texts.title
    title = Text("\(company.id) \(said.english).", "\(company.id) \(said.swedish).")
    phase = state.phase(at: now)
    self.state = state.description(at: now, names)
    since = span.first
    last = span.last
    count = span.count
    advice = plan.advice
    shownBy = span.cited.numbers
    also = Self.further(plan)
    warnings = state.warnings(at: now)
    evidence = cited.sorted { $0.sequence < $1.sequence }.map { recorded in
      Evidence(
        recorded, product,
        isGivenUp: state.gaveUp && state.attempt?.ended == recorded.citation)
    }
    ruledOut = main.code == .healthy ? [] : state.ruledOut(by: cited, plan)
    next = main.code.next(company, state.attempt?.id)
  }

  private static func further(_ plan: RemedyPlan) -> [Further] {
    let diagnosis = plan.diagnosis
    func further(_ problem: Problem, _ ways: [[AdviceStep]]) -> Further {
      Further(
        verdict: problem.code, layer: problem.layer, confidence: problem.confidence,
        text: plan.inContext(problem).texts.cause, ways: ways,
        shownBy: plan.state.span(of: problem).cited.numbers)
    }
    let rest = diagnosis.problems.dropFirst().map { further($0, []) }
    let beside = diagnosis.beside.map { further($0, plan.besideWays) }
    let isMain = diagnosis.problems.isEmpty && !diagnosis.hasLivingGrant
    let happening = isMain ? nil : diagnosis.happening.map { further($0, []) }
    return rest + beside + [happening].compactMap(\.self)
  }
}

extension [Citation] {
  /// The numbers in the stream, sorted, without duplicates.
  fileprivate var numbers: [SequenceNumber] { Set(map(\.sequence)).sorted() }
}

extension Integration {
  /// The records that an explanation at a time cites, oldest first.
  ///
  /// - Returns: Numbers in the company's stream; at most about twenty, whatever the stream's length.
  public func citations(at now: Timestamp) -> [SequenceNumber] {
    let diagnosis = diagnosis(at: now)
    var cited = ([diagnosis.main] + diagnosis.problems + diagnosis.beside).flatMap {
      span(of: $0).cited
    }
    if let happening = diagnosis.happening { cited += happening.span.cited }
    if let grant {
      cited += [grant.consented, grant.confirmed]
      cited += [grant.refreshed, grant.rechecked].compactMap(\.self)
    }
    if let remembered { cited.append(remembered.consented) }
    return Set(cited.map(\.sequence)).sorted()
  }

  /// When a problem was seen and in which records.
  ///
  /// A healthy integration dates from its consent.
  func span(of problem: Problem) -> Problem.Sightings {
    guard problem.code == .healthy, let grant else { return problem.span }
    return Problem.Sightings(
      first: grant.consented.time, latest: grant.confirmed.time, count: nil,
      cited: [grant.consented, grant.refreshed, grant.rechecked].compactMap(\.self))
  }
}

extension VerdictCode {
  /// The command to run next.
  ///
  /// It names no provider, because a question without one is about every integration.
  fileprivate func next(_ company: Company, _ attempt: AttemptID?) -> String {
    switch self {
    case .healthy, .notEnabled, .nothingToTransfer, .neverStarted, .pending, .credentialsRemoved,
      .switchNeedsRemoval, .scopeNotGranted:
      return "authledger status \(company)"
    case .scopeNotEnabled, .clientRefused, .providerDown: return "authledger failures"
    case .authorizerLacksRights, .licenceMissing, .grantDead, .refreshUnknown, .checkUnknown,
      .credentialsUnusable:
      return "authledger log \(company)"
    default:
      guard let attempt else { return "authledger log \(company)" }
      return "authledger history \(company) --attempt \(attempt)"
    }
  }
}
