import Integrations
import TestSupport
import Testing

@Suite("Taking records into the state, whatever they are") struct EvolveLongTests {
  private static let seeds = Trials.histories.seeds(from: 0)

  /// Any actions in any order, as no rules would let them happen.
  private static func wildRecords(seed: UInt64) -> [(action: Action, cited: Citation)] {
    var chance = Chance(seed: seed)
    return (0..<300).map { number in
      (chance.wildAction(), Citation(sequence: SequenceNumber(number), time: chance.moment()))
    }
  }

  private static func fold(
    _ records: some Sequence<(action: Action, cited: Citation)>, from state: Integration
  ) -> Integration {
    records.reduce(into: state) { $0.evolve($1.action, cited: $1.cited) }
  }

  @Test(
    "every action is taken in every state, and the state can be asked anything", arguments: seeds)
  func total(seed: UInt64) {
    var state = Integration()
    var chance = Chance(seed: ~seed)
    for record in Self.wildRecords(seed: seed) {
      state.evolve(record.action, cited: record.cited)
      let now = chance.moment()
      // Nothing to compare with: that these answer at all is what is tested.
      _ = (state.phase(at: now), state.attemptState(at: now), state.deadline)
      _ = (state.neededScopes, state.needsReauthorization)
      _ = (state.verdict(at: now), state.warnings(at: now), state.citations(at: now))
      _ = state.computedLines(at: now, Names(.fortnox))
      _ = state.verdict(onCallbackOf: chance.one(of: first, second), at: now)
      _ = try? state.decide(chance.wildAction(), at: now)
    }
  }

  @Test(
    "there is a grant from a consent until the removal, whatever comes between", arguments: seeds)
  func grantStands(seed: UInt64) {
    var state = Integration()
    for record in Self.wildRecords(seed: seed) {
      let stood = state.grant != nil
      let unrevoked = state.unrevoked
      state.evolve(record.action, cited: record.cited)
      switch record.action {
      case .approved, .reauthorized: #expect(state.grant != nil)
      case .credentialsRemoved(let data)
      where data.revokedAtProvider && unrevoked?.reason == data.reason:
        #expect((state.grant != nil) == stood && state.unrevoked == nil)
      case .credentialsRemoved: #expect(state.grant == nil && state.settings?.enabled != true)
      default: #expect((state.grant != nil) == stood)
      }
    }
  }

  @Test("a decided history replays to the same state, whole and in halves", arguments: seeds)
  func replays(seed: UInt64) {
    let history = RandomHistory(seed: seed, count: 300)
    #expect(Self.fold(history.records, from: Integration(history.state.provider)) == history.state)
    let half = history.records.count / 2
    let middle = Self.fold(history.records.prefix(half), from: Integration(history.state.provider))
    #expect(Self.fold(history.records.dropFirst(half), from: middle) == history.state)
  }
}
