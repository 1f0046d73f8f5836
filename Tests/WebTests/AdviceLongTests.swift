import Integrations
import TestSupport
import Testing

/// A real browser presses what is printed, for every verdict.
@Suite(.timeLimit(.minutes(20))) struct AdviceLongTests {
  @Test(
    "what is printed, pressed as printed, leads to an active integration whatever the verdict",
    arguments: [("en", 0), ("sv", 4)])
  func verdicts(language: String, eighth: Int) async throws {
    let script = try BrowserScript(pictures: "verdicts-\(language)")
    try await script.run(
      "verdicts",
      [language, "\(eighth)", "\(Trials.eighths.count)"] + VerdictCode.allCases.map(\.rawValue))
  }
}
