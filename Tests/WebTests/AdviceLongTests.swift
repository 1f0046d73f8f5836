import Integrations
import TestSupport
import Testing

/// A real browser presses what is printed, for every verdict.
@Suite(.timeLimit(.minutes(20))) struct AdviceLongTests {
  @Test(
    "what is printed, pressed as printed, leads to an active integration whatever the verdict",
    arguments: [("en", 0), ("sv", 2)])
  func verdicts(language: String, quarter: Int) async throws {
    let script = try BrowserScript(pictures: "verdicts-\(language)")
    try await script.run(
      "verdicts",
      [language, "\(quarter)", "\(Trials.quarters.count)"] + VerdictCode.allCases.map(\.rawValue))
  }
}
