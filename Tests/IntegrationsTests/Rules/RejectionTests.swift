import Integrations
import Testing

@Suite("Rejections say which rule and what to do instead") struct RejectionTests {
  @Test("the examples are of every case")
  func everyCase() {
    #expect(Rejection.examples.map(\.place) == Array(0..<Rejection.examples.count))
  }

  @Test("each has a code of its own")
  func codes() {
    let codes = Rejection.examples.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLetter) })
  }

  @Test(
    "each says its reason and its remedy in full sentences", arguments: Rejection.variants,
    Language.allCases)
  func sentences(rejection: Rejection, language: Language) {
    for sentence in [rejection.reason(language), rejection.remedy(language)] {
      #expect(sentence.count > 10)
      #expect(sentence.hasSuffix("."))
      #expect(!sentence.hasSuffix(".."))
      #expect(sentence.first?.isUppercase == true)
      #expect(!sentence.contains("  "))
    }
    #expect(rejection.reason(language) != rejection.remedy(language))
  }

  @Test("the languages are not each other's copies", arguments: Rejection.variants)
  func translated(rejection: Rejection) {
    #expect(rejection.reason.english != rejection.reason.swedish)
    #expect(rejection.remedy.english != rejection.remedy.swedish)
  }

  @Test("they use the words that all other texts use", arguments: Rejection.variants)
  func words(rejection: Rejection) {
    let swedish = (rejection.reason.swedish + rejection.remedy.swedish).lowercased()
    for word in ["tjänstekonto", "återauktoriser"] {
      #expect(!swedish.contains(word), "\(swedish)")
    }
  }

  @Test("what a rejection knows, its texts tell")
  func details() {
    #expect(Rejection.attemptNotOpen(first).reason.english.contains("\(first)"))
    #expect(Rejection.attemptOfGrant(second).remedy.swedish.contains("\(second)"))
    #expect(Rejection.wrongCompany(expected: ours).reason.swedish.contains(ours))
    #expect(Rejection.callbackVerdict(.alreadyUsed).remedy.english.contains("alreadyUsed"))
    let stage = Rejection.reasonNotAtStage(.declined, .refresh).reason.english
    #expect(stage.contains("declined") && stage.contains("refresh"))
  }

  @Test("a kind that is locked by a grant is a matter for support")
  func support() {
    #expect(Rejection.serviceAccountLocked(standing: .user).remedy.english.contains("support"))
    #expect(Rejection.accountTypeOfGrant(standing: .service).remedy.swedish.contains("supporten"))
  }
}
