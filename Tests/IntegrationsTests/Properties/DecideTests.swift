import Integrations
import Testing

@Suite("Deciding, in any state that the rules lead to") struct DecideTests {
  private static let histories = (0..<60).map { RandomHistory(seed: $0, count: 300) }
  private static let steps = histories.flatMap(\.steps)

  @Test("the histories reach every phase, accept every action and meet every rule")
  func reach() {
    let phases = Self.steps.map { $0.after.phase(at: $0.time) }
    #expect(Set(phases) == Set(Phase.allCases))
    let accepted = Self.histories.flatMap(\.records).map(\.action.name)
    #expect(Set(accepted) == Set(ActionName.allCases))
    let rules = Self.steps.compactMap(\.rejection?.code)
    #expect(Set(Rejection.examples.map(\.code)).subtracting(rules).isEmpty)
  }

  @Test("a rejected command leaves the state alone, and so does one that changes nothing")
  func leavesAlone() {
    for step in Self.steps where (try? step.answer.get())?.isEmpty ?? true {
      #expect(step.before == step.after)
    }
  }

  @Test("what is recorded was asked for once, and the rest was added around it")
  func askedOnce() {
    for step in Self.steps {
      let decisions = (try? step.answer.get()) ?? []
      let requested = decisions.filter(\.isRequested).map(\.action)
      #expect(requested == (decisions.isEmpty ? [] : [step.command]))
    }
  }

  @Test("what a rule adds is not later than the command")
  func addedInTime() {
    for step in Self.steps {
      for time in ((try? step.answer.get()) ?? []).compactMap(\.time) {
        #expect(time <= step.time)
      }
    }
  }

  @Test("deciding the same again gives nothing, or a rejection")
  func twice() {
    let repeated = Self.steps.filter { step in
      let accepted = (try? step.answer.get())?.isEmpty == false
      let again = (try? step.after.decide(step.command, at: step.time)) ?? []
      // Each arrival beside the one that counts is recorded, up to the limit.
      return accepted && !again.isEmpty && !step.command.isUncountedCallback
        && !step.isConfirmation
    }
    #expect(repeated.isEmpty)
  }

  @Test("an attempt ends once")
  func endsOnce() {
    for history in Self.histories {
      let ends = history.records.compactMap { record -> AttemptID? in
        switch record.action {
        case .approved(let data) where data.via == .consent: data.attempt
        case .reauthorized(let data): data.attempt
        case .failed(let data) where data.stage != .refresh && data.stage != .check: data.attempt
        default: nil
        }
      }
      #expect(Set(ends).count == ends.count)
    }
  }

  @Test("transfers are enabled only while a grant stands")
  func enabledWithGrant() {
    for step in Self.steps where step.after.settings?.enabled == true {
      #expect(step.after.grant != nil)
    }
  }
}

extension RandomHistory.Step {
  /// True if it told only that an earlier revocation was confirmed; `RemovalTests` gives that twice.
  fileprivate var isConfirmation: Bool {
    guard case .credentialsRemoved(let data) = command else { return false }
    return data.revokedAtProvider && before.unrevoked?.reason == data.reason
  }

  fileprivate var rejection: Rejection? {
    guard case .failure(let rejection) = answer else { return nil }
    return rejection
  }
}
