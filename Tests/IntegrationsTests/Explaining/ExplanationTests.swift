import Integrations
import TestSupport
import Testing

/// What holds for every explanation, whatever its case.
@Suite struct ExplanationTests {
  @Test("every text is a sentence in both languages", arguments: VerdictCode.allCases)
  func texts(_ code: VerdictCode) {
    let advice = code.advice(.fortnox)
    let texts =
      [advice.cause, code.meaning, advice.retryText] + advice.unknown
      + advice.ways.joined().map(\.text)
    for text in texts {
      for language in Language.allCases {
        #expect(text(language).hasSuffix("."), "\(code): \(text(language))")
        #expect(!text(language).contains("  "))
      }
      #expect(text.english != text.swedish)
    }
  }

  @Test("somebody must act exactly where there is a way to act", arguments: VerdictCode.allCases)
  func standing(_ code: VerdictCode) {
    let advice = code.advice(.fortnox)
    if advice.health == .action {
      #expect(advice.fixer != .nobody)
      #expect(!advice.ways.isEmpty)
    }
    if advice.health == .healthy {
      #expect(advice.retry == .notNeeded || code == .credentialsRemoved)
    }
    if advice.confidence != .certain { #expect(!advice.unknown.isEmpty || code == .pending) }
  }

  @Test("every verdict in general is of the layer that it is about")
  func layers() {
    #expect(VerdictCode.allCases.filter { $0.advice(.fortnox).layer == .none } == [.healthy])
  }

  @Test("what is said of a verdict in general is what its plainest story says")
  func general() throws {
    for code in VerdictCode.allCases {
      let given = try #require(plainest(code))
      let advice = code.advice(.fortnox)
      let told = given.story().explanation(at: given.time).advice
      let why = Comment("\(code)")
      #expect(advice.ways.codes == told.ways.codes, why)
      #expect(advice.fixer == told.fixer, why)
      #expect(advice.confidence == told.confidence, why)
      #expect(advice.health == told.health, why)
    }
  }

  /// The story of a verdict in which nothing is known beside it.
  private func plainest(_ code: VerdictCode) -> VerdictTests.Case? {
    switch code {
    case .grantDead: VerdictTests.Case(code, "", at: day(1)) { .finding(.grantDead) }
    case .notSystemAdmin: VerdictTests.Case(code, "") { .finding(.notSystemAdministrator) }
    case .authorizerLacksRights: VerdictTests.Case(code, "") { .finding(.registerRight) }
    case .scopeNotGranted: VerdictTests.Case(code, "") { .finding(.registerScope) }
    case .nothingToTransfer:
      VerdictTests.Case(code, "") {
        let nothing = Configured(transfers: Registers(), enabled: true)
        return .active.given(hour(1), .configured(nothing))
      }
    case .refreshUnknown: VerdictTests.Case(code, "", at: day(1)) { .finding(.answerLost) }
    case .otherCompany:
      VerdictTests.Case(code, "", at: day(2)) {
        .reauthorizing.given(hour(1), failed(second, .check, .wrongCompany))
          .given(day(1), failed(nil, .refresh, .grantDead))
      }
    default: VerdictTests.cases.first { $0.code == code }
    }
  }

  @Test("every reason and every layer has a verdict that counts as a failure")
  func failures() {
    for reason in Failed.Reason.allCases { #expect(VerdictCode(reason).isFailure) }
    for layer in RefusalLayer.allCases { #expect(VerdictCode(layer).isFailure) }
  }

  @Test("hostile words are shown on one line, without sequences, cut")
  func hostile() {
    let hostile = "\u{1b}[31mred\u{1b}[0m\r\nnext\u{202e}\u{0}\u{9b}2J\u{7f}\u{2028}end"
    #expect(ProviderText.shown(hostile) == "red next2J end")
    let long = ProviderText.shown(String(repeating: "å", count: 5000))
    #expect(long.count == ProviderText.limit + 1)
    #expect(long.hasSuffix("…"))
    #expect(
      ProviderText.shown("Saknar behörighet för kundregister")
        == "Saknar behörighet för kundregister")
  }
}
