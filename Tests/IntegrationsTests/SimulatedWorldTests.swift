import Integrations
import SimulatedWorld
import Synchronization
import Testing

/// The judge of explanations, who must hear what is wrong with one.
@Suite struct SimulatedWorldTests {
  @Test("the judge hears who always says the same")
  func hearsOneAnswer() async {
    var simulation = Simulation { _ in
      Told(
        verdict: "ABANDONED", confidence: "certain", standing: 1,
        ways: [[Told.Step("authorize"), Told.Step("approve")]])
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 300, seed: 1)
    #expect(report.ways > 10 && (report.counts[.hidden] ?? 0) > 10)
    #expect((report.counts[.actWhileWorks] ?? 0) > 10)
  }

  @Test("the judge hears who leaves out what else is wrong, and all of a way but its end")
  func hearsOmissions() async {
    var simulation = Simulation { question in
      var told = Told.explain(question)
      told.also = []
      told.ways = told.ways.map { Array($0.suffix(1)) }
      return told
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 300, seed: 1)
    #expect(report.ways > 10 && (report.counts[.hidden] ?? 0) > 0)
  }

  @Test("the judge hears who is sure of everything")
  func hearsCertainty() async {
    var simulation = Simulation { question in
      var told = Told.explain(question)
      told.confidence = "certain"
      for place in told.also.indices { told.also[place].confidence = "certain" }
      return told
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 300, seed: 1)
    #expect(report.claims > 2)
  }

  @Test("the judge hears who does not ask other companies' records why a grant died")
  func hearsOneCompany() async {
    var simulation = Simulation(of: .fiken) { question in
      var question = question
      question.elsewhere = []
      return Told.explain(question)
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 400, seed: 1)
    #expect((report.counts[.overclaimed] ?? 0) > 0)
  }

  @Test("the judge hears who leaves out what only the company's code or its access mends")
  func hearsForgottenAccess() async {
    var simulation = Simulation(of: .fiken) { question in
      var told = Told.explain(question)
      told.ways = told.ways.map { $0.filter { $0.code != "allowCompany" } }
      return told
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 300, seed: 1)
    #expect(report.ways > 0)
  }

  @Test("the worlds of a provider whose consents are a person's lead to each of its verdicts")
  func reached() async {
    let told = Mutex<Set<String>>([])
    var simulation = Simulation(of: .fiken) { question in
      let answer = Told.explain(question)
      told.withLock { verdicts in
        verdicts.insert(answer.verdict)
        verdicts.formUnion(answer.also.compactMap(\.verdict))
      }
      return answer
    }
    simulation.shown = 0
    _ = await simulation.run(worlds: 300, seed: 1)
    // The last is told of no attempt that a newer one or a removal followed.
    let impossible: Set<VerdictCode> = [
      .notSystemAdmin, .scopeNotEnabled, .scopeNotGranted, .switchNeedsRemoval, .superseded,
    ]
    let expected = Set(VerdictCode.allCases).subtracting(impossible).map(\.rawValue)
    #expect(Set(expected).subtracting(told.withLock { $0 }).isEmpty)
    #expect(told.withLock { $0 }.isDisjoint(with: impossible.map(\.rawValue)))
  }

  @Test("a failure that is shown names its world and the records that lead to it")
  func shown() async {
    var simulation = Simulation { _ in
      Told(verdict: "HEALTHY", confidence: "certain", standing: 0)
    }
    simulation.shown = 1
    let report = await simulation.run(worlds: 20, seed: 1)
    #expect(!report.failures.isEmpty)
    for failure in report.failures {
      #expect(failure.contains("(world ") && failure.contains("records:"))
    }
  }
}
