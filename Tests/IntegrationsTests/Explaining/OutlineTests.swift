import Integrations
import TestSupport
import Testing

/// An explanation in short says what the whole one says.
@Suite struct OutlineTests {
  private static let stories =
    Finding.Kind.allCases.map(Story.finding) + [
      .authorizing, .answered, .authorized, .active, .denied, .reauthorizing, .switched,
      .serviceAuthorized, Story(saved()), .refusedBeside("error_missing_license", .licenceMissing),
      .active.given(day(1), removed(.offboarding)),
    ]
  /// From before everything until after every deadline.
  private static let later = [0, 1, 44, 45, 46, 60 * 24 * 8, 60 * 24 * 46, 60 * 24 * 200]

  @Test("its verdict, layer, times and fixer are those of the explanation, whenever it is asked")
  func same() {
    for story in Self.stories {
      for minutes in Self.later {
        let now = story.now.adding(seconds: 60 * Int64(minutes))
        let explanation = Explanation(
          of: story.state, company: .acme, provider: story.state.provider, at: now,
          cited: story.records, product: HostProduct())
        let outline = story.state.outline(at: now)
        #expect(outline.verdict == explanation.verdict)
        #expect(outline.layer == explanation.advice.layer)
        #expect(outline.since == explanation.since && outline.last == explanation.last)
        #expect(story.state.fixer(at: now) == explanation.advice.fixer, "\(explanation.verdict)")
      }
    }
  }

  @Test("the clock changes something exactly where phase, verdict, attempt or warnings differ")
  func clock() {
    for story in Self.stories {
      let state = story.state
      for minutes in Self.later {
        let now = story.now.adding(seconds: 60 * Int64(minutes))
        guard let change = state.clockChange(by: now) else {
          #expect(state.seen(at: now) == state.seen(at: minute(0)))
          continue
        }
        #expect(change <= now)
        #expect(state.seen(at: change) != state.seen(at: change.adding(seconds: -1)))
        #expect(state.seen(at: change) == state.seen(at: now))
      }
    }
  }

  @Test("a grant that still works tells when it ends, and no other")
  func end() {
    #expect(Story.authorizing.state.grantEnd(after: minute(1)) == nil)
    let active = Story.active.state
    let end = active.grantEnd(after: minute(5))
    #expect(end != nil && end == active.grant?.refreshTokenExpiresAt)
    #expect(active.grantEnd(after: end ?? minute(0)) == nil, "it has ended")
    #expect(Story.finding(.grantDead).state.grantEnd(after: day(2)) == nil, "a record ended it")
  }
}

extension Integration {
  /// What the clock can change.
  fileprivate func seen(at now: Timestamp) -> [String] {
    ["\(phase(at: now))", "\(verdict(at: now))", "\(attemptState(at: now))"]
      + warnings(at: now).map(\.code.rawValue)
  }
}
