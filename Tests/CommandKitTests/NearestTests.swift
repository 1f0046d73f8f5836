import CommandKit
import Testing

/// What is meant by a word that was mistyped.
@Suite struct NearestTests {
  private let words = ["status", "log", "history", "why", "failures", "GRANT_DEAD", "acme"]

  @Test(
    "a letter changed, added, left out or swapped is understood, in capitals or not",
    arguments: [
      ("statis", "status"), ("statuss", "status"), ("statu", "status"), ("sttaus", "status"),
      ("STATUS", "status"), ("grant_dead", "GRANT_DEAD"), ("GRNT_DED", "GRANT_DEAD"),
      ("acmee", "acme"), ("hsitory", "history"),
    ])
  func near(typed: String, meant: String) {
    #expect(Nearest.word(to: typed, among: words) == meant)
  }

  @Test(
    "what is far from every word means none", arguments: ["", "x", "nonsense", "grants", "verify"])
  func far(typed: String) { #expect(Nearest.word(to: typed, among: words) == nil) }

  @Test("the nearest counts, and of equals the first")
  func order() {
    #expect(
      Nearest.word(to: "fortnox-payment", among: ["fortnox", "fortnox-payments"])
        == "fortnox-payments")
    #expect(Nearest.word(to: "log1", among: ["log2", "log3"]) == "log2")
    #expect(Nearest.word(to: "log", among: [String]()) == nil)
  }
}
