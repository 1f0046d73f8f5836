import Integrations
import TestSupport
import Testing

/// A real browser presses what is printed, for every verdict.
@Suite(.serialized, .timeLimit(.minutes(20))) struct AdviceLongTests {
  @Test(
    "what is printed, pressed as printed, leads to an active integration whatever the verdict",
    arguments: ["en", "sv"])
  func verdicts(language: String) async throws {
    let script = try BrowserScript(pictures: "verdicts-\(language)")
    let share = Trials.languages.count > 1 ? [] : ["alternate"]
    try await script.run("verdicts", [language] + share + VerdictCode.allCases.map(\.rawValue))
  }
}
