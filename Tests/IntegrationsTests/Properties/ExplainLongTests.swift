import Integrations
import TestSupport
import Testing

@Suite("Explaining, in any state that the rules lead to") struct ExplainLongTests {
  private static let seeds = Trials.histories.seeds(from: 200)

  private func explain(_ step: RandomHistory.Step) -> Explanation {
    Explanation(
      of: step.after, company: .make("acme"), provider: step.after.provider, at: step.time,
      cited: [])
  }

  @Test("the verdict that is asked for alone is the explanation's", arguments: seeds)
  func verdict(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 200).steps {
      #expect(step.after.verdict(at: step.time) == explain(step).verdict)
    }
  }

  @Test("a verdict rests on records that are there, and on no more than a page", arguments: seeds)
  func citations(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 200).steps {
      let found = explain(step)
      let cited = Set(step.after.citations(at: step.time))
      #expect(cited.isSuperset(of: found.shownBy + found.also.flatMap(\.shownBy)))
      #expect(cited.count <= 40)
      if let since = found.since, let last = found.last { #expect(since <= last) }
    }
  }

  @Test("who must act is told a way, and nobody the same way twice", arguments: seeds)
  func ways(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 200).steps {
      let found = explain(step)
      if found.advice.health == .action {
        #expect(!found.advice.ways.isEmpty && found.advice.fixer != .nobody, "\(found.verdict)")
      }
      #expect(Set(found.advice.ways).count == found.advice.ways.count)
      for way in found.advice.ways {
        #expect(Set(way.map(\.code)).count == way.count, "\(way.map(\.code))")
      }
    }
  }

  @Test("a way has buttons that the page of its phase has", arguments: seeds)
  func buttons(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 200).steps {
      for way in explain(step).advice.ways.codes {
        let removed = way.firstIndex(of: .removeAuthorization) ?? way.endIndex
        let stands = step.after.grant != nil
        let ofGrant: Set<StepCode> = [.reauthorize, .enable, .checkAgain, .configure]
        let before = Set(way[..<removed])
        #expect(stands || before.isDisjoint(with: ofGrant), "\(way)")
        #expect(
          !stands || before.isDisjoint(with: [.authorize, .saveAndAuthorize]), "\(way)")
      }
    }
  }

  @Test("every text is a sentence in plain words", arguments: seeds)
  func texts(seed: UInt64) {
    for step in RandomHistory(seed: seed, count: 200).steps {
      let found = explain(step)
      let steps = (found.advice.ways + found.also.flatMap(\.ways)).joined()
      let texts =
        [found.title, found.state, found.advice.cause, found.advice.retryText]
        + found.advice.unknown + found.also.map(\.text) + found.warnings.map(\.text)
        + steps.map(\.text)
      for text in Set(texts) { TextTests.check(text) }
    }
  }
}
