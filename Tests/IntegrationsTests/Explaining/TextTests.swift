import Integrations
import TestSupport
import Testing

@Suite("Every text of every verdict and every finding") struct TextTests {
  struct Told: Sendable, CustomTestStringConvertible {
    var what: String
    var story: @Sendable () -> Story
    var times: @Sendable (Story) -> [Timestamp]

    var testDescription: String { what }

    init(
      what: String, story: @escaping @Sendable () -> Story,
      times: @escaping @Sendable (Story) -> [Timestamp]
    ) {
      self.what = what
      self.story = story
      self.times = times
    }
  }

  private static let told: [Told] =
    VerdictTests.cases.map { given in
      Told(what: given.testDescription, story: given.story) { [given.time, $0.now] }
    }
    + Finding.Kind.allCases.map { kind in
      Told(what: kind.rawValue, story: { .finding(kind) }) { [$0.now, day(30), day(60)] }
    }
    + Finding.Kind.allCases.filter { Story.finding($0).state.grant != nil }.map { kind in
      Told(what: "\(kind.rawValue), removed") {
        let story = Story.finding(kind)
        return story.given(story.now, removed())
      } times: {
        [$0.now]
      }
    }

  @Test("each kind of finding has a story that shows it", arguments: Finding.Kind.allCases)
  func kinds(_ kind: Finding.Kind) {
    #expect(Story.finding(kind).found.contains { $0.kind == kind })
  }

  /// All that people read of a story at a time.
  static func texts(_ story: Story, at time: Timestamp) -> [Text] {
    let explanation = story.explanation(at: time)
    let lines =
      story.lines + story.state.computedLines(at: time, Names(story.state.provider))
      + explanation.evidence.map(\.line)
    let steps =
      explanation.advice.ways + explanation.also.flatMap(\.ways) + lines.flatMap(\.ways)
    return [
      explanation.title, explanation.state, explanation.advice.cause,
      explanation.advice.retryText,
    ] + explanation.advice.unknown + explanation.also.map(\.text)
      + explanation.warnings.map(\.text) + explanation.ruledOut.map(\.text) + lines.map(\.text)
      + steps.joined().map(\.text)
  }

  @Test("is a sentence in both languages, in plain words", arguments: told)
  func sentences(_ told: Told) {
    let story = told.story()
    for time in told.times(story) where time >= story.now {
      for text in Self.texts(story, at: time) {
        Self.check(text)
      }
    }
  }

  @Test("says for no verdict that it was seen for the last time before the first", arguments: told)
  func order(_ told: Told) {
    let story = told.story()
    for time in told.times(story) where time >= story.now {
      let explanation = story.explanation(at: time)
      guard let since = explanation.since, let last = explanation.last else { continue }
      #expect(since <= last)
    }
  }

  @Test("cites only records that are there, and shows the verdict by some of them", arguments: told)
  func citations(_ told: Told) {
    let story = told.story()
    for time in told.times(story) where time >= story.now {
      let explanation = story.explanation(at: time)
      let cited = Set(explanation.evidence.map(\.sequence))
      #expect(cited.isSuperset(of: explanation.shownBy))
      #expect(cited.isSuperset(of: explanation.also.flatMap(\.shownBy)))
      #expect(cited.isSuperset(of: explanation.ruledOut.map(\.shownBy)))
    }
  }

  static func check(_ text: Text) {
    for language in Language.allCases {
      let said = text(language)
      #expect(said.hasSuffix(".") && !said.hasSuffix(".."), "\(said)")
      #expect(!said.contains("  "), "\(said)")
    }
    #expect(text.english != text.swedish, "\(text.english)")
    let swedish = text.swedish.lowercased()
    for word in ["scope", "förnyelsetoken", "tjänstekonto", "återauktoriser"] {
      #expect(!swedish.contains(word), "\(text.swedish)")
    }
    let english = " \(text.english.lowercased()) "
    #expect(!english.contains(" mend"), "\(text.english)")
    for rest in english.split(separator: " is no ", omittingEmptySubsequences: false).dropFirst() {
      #expect(rest.hasPrefix("longer "), "\(text.english)")
    }
  }
}
