import Integrations

extension Told {
  /// What the program in this repository tells of what the ledger holds at a time.
  @Sendable
  public static func explain(_ question: Question) -> Told {
    let (records, now) = (question.records, question.now)
    var state = Integration(question.provider)
    for record in records { state.evolve(record.action, cited: record.citation) }
    guard let company = Product.company else {
      return Told(verdict: "", confidence: "unknown", standing: 2)
    }
    let numbers = Set(state.citations(at: now))
    let explanation = Explanation(
      of: state, company: company, provider: question.provider, at: now,
      cited: records.filter { numbers.contains($0.sequence) },
      elsewhere: state.searchForConsentElsewhere(at: now).flatMap(question.found),
      product: HostProduct(name: "Moment"))
    let advice = explanation.advice
    return Told(
      verdict: explanation.verdict.rawValue, confidence: advice.confidence.rawValue,
      standing: advice.health.rawValue, ways: advice.ways.map { $0.map(Step.init) },
      also: explanation.also.map(Further.init),
      cited: explanation.shownBy.map { Int($0.number) },
      ruledOut: explanation.ruledOut.map {
        RuledOut(layer: $0.layer.rawValue, cited: Int($0.shownBy.number))
      })
  }
}

extension Question {
  /// What a search over the ledger finds.
  fileprivate func found(_ search: ConsentElsewhere.Search) -> ConsentElsewhere? {
    let consent = consent(
      after: Int(search.after.sequence.number), before: Int(search.before.sequence.number))
    return consent.map {
      ConsentElsewhere(position: Position(Int64($0.place)), time: $0.time)
    }
  }
}

extension Told.Further {
  init(_ further: Explanation.Further) {
    self.init(
      verdict: further.verdict.rawValue, confidence: further.confidence.rawValue,
      ways: further.ways.map { $0.map(Told.Step.init) },
      cited: further.shownBy.map { Int($0.number) })
  }
}

extension Told.Step {
  init(_ step: AdviceStep) {
    self.init(
      step.code.rawValue, registers: step.registers, company: step.company, until: step.until,
      person: step.person.rawValue)
  }
}
