import Integrations

/// A history that the rules let happen, one random command after the other.
struct RandomHistory {
  /// A command, with what it met and what came of it.
  struct Step {
    var command: Action
    var time: Timestamp
    var before: Integration
    var after: Integration
    var answer: Result<[Decision], Rejection>
  }

  private(set) var steps: [Step] = []
  /// What was recorded on the way.
  private(set) var records: [(action: Action, cited: Citation)] = []
  private(set) var state: Integration

  /// - Parameter seed: Every third history is of a provider with a company code and without scopes.
  init(seed: UInt64, count: Int) {
    state = Integration(seed % 3 == 2 ? .fiken : .fortnox)
    var chance = Chance(seed: seed)
    var now = minute(0)
    for _ in 0..<count {
      now = now.adding(seconds: chance.pause())
      let command =
        chance.happens(85) ? chance.likelyAction(in: state, at: now) : chance.wildAction()
      take(command, at: now)
    }
  }

  private mutating func take(_ command: Action, at now: Timestamp) {
    let before = state
    let answer = Result { () throws(Rejection) in try before.decide(command, at: now) }
    for decision in (try? answer.get()) ?? [] {
      let number = SequenceNumber(Int64(records.count))
      let cited = Citation(sequence: number, time: decision.time ?? now)
      records.append((decision.action, cited))
      state.evolve(decision.action, cited: cited)
    }
    steps.append(
      Step(command: command, time: now, before: before, after: state, answer: answer))
  }
}

extension Chance {
  /// Mostly minutes, sometimes hours, now and then days, for the clock has rules on every scale.
  fileprivate mutating func pause() -> Int64 {
    switch Int.random(in: 0..<100, using: &self) {
    case 0..<70: Int64.random(in: 0...600, using: &self)
    case 70..<95: Int64.random(in: 0...14_400, using: &self)
    default: Int64.random(in: 0...3_000_000, using: &self)
    }
  }
}
