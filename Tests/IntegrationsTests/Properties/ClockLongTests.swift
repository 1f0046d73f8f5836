import Integrations
import TestSupport
import Testing

@Suite("The clock alone") struct ClockLongTests {
  private static let seeds = Trials.histories.seeds(from: 100)

  /// What the clock can change of a state.
  private struct Seen: Hashable {
    var phase: Phase
    var attempt: AttemptState
    var verdict: VerdictCode
  }

  private func see(_ state: Integration, at time: Timestamp) -> Seen {
    Seen(
      phase: state.phase(at: time), attempt: state.attemptState(at: time),
      verdict: state.verdict(at: time))
  }

  @Test("without a record, nothing changes before the deadline", arguments: seeds)
  func beforeDeadline(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 300).steps {
      let now = see(step.after, at: step.time)
      guard let deadline = step.after.deadline else {
        #expect(see(step.after, at: step.time.adding(seconds: 1_000_000_000)) == now)
        continue
      }
      if step.time < deadline { #expect(see(step.after, at: deadline.justBefore) == now) }
    }
  }

  @Test("at the deadline something does change", arguments: seeds)
  func atDeadline(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 300).steps {
      guard let deadline = step.after.deadline else { continue }
      #expect(see(step.after, at: deadline) != see(step.after, at: deadline.justBefore))
    }
  }

  @Test(
    "between two times, only an attempt's or a grant's expiry changes anything", arguments: seeds)
  func betweenTimes(seed: UInt64) {
    var chance = Chance(seed: seed)
    for step in RandomHistory(seed: seed, count: 300).steps {
      let times = [chance.moment(), chance.moment()].sorted()
      let expiries = [
        step.after.attempt?.expiresAt, step.after.grant?.end(step.after.provider),
      ].compactMap(\.self)
      guard !expiries.contains(where: { times[0] < $0 && $0 <= times[1] }) else { continue }
      #expect(see(step.after, at: times[0]) == see(step.after, at: times[1]))
    }
  }

  @Test("the clock reaches what no record says: attempts unswept and grants overdue")
  func reached() {
    let steps = Self.seeds.flatMap { RandomHistory(seed: $0, count: 300).steps }
    #expect(steps.contains { $0.after.attemptState(at: $0.time) == .expired })
    #expect(
      steps.contains {
        $0.after.phase(at: $0.time) == .grantExpired && $0.after.findings.isEmpty
      })
  }
}
