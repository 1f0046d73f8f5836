import Fixtures
import Integrations
import Testing

@Suite struct RulesTests {
  @Test("the rules accept every made-up action and make one record of it")
  func accepted() throws {
    var states: [Company: (Integration, Int64)] = [:]
    let end = Timestamp(milliseconds: 1_795_000_000_000)
    for made in MadeUp(seed: 5, count: 200_000, endingAt: end) {
      var (state, sequence) = states[made.company] ?? (Integration(.fortnox), 0)
      let decisions = try state.decide(made.action, at: made.time)
      try #require(decisions.count == 1 && decisions[0].action == made.action)
      state.evolve(
        made.action, cited: Citation(sequence: SequenceNumber(sequence), time: made.time))
      sequence += 1
      states[made.company] = (state, sequence)
    }
  }
}
