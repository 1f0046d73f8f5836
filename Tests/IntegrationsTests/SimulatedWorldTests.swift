import SimulatedWorld
import Testing

/// The judge of explanations, who must hear what is wrong with one.
@Suite struct SimulatedWorldTests {
  @Test("the judge hears who always says the same")
  func hearsOneAnswer() async {
    var simulation = Simulation { _, _ in
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
    var simulation = Simulation { records, now in
      var told = Told.explain(records, at: now)
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
    var simulation = Simulation { records, now in
      var told = Told.explain(records, at: now)
      told.confidence = "certain"
      for place in told.also.indices { told.also[place].confidence = "certain" }
      return told
    }
    simulation.shown = 0
    let report = await simulation.run(worlds: 300, seed: 1)
    #expect(report.claims > 2)
  }

  @Test("a failure that is shown names its world and the records that lead to it")
  func shown() async {
    var simulation = Simulation { _, _ in
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
