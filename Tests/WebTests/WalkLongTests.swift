import Foundation
import Integrations
import TestSupport
import Testing

/// The whole walk, each page of which axe-core examines in as many ways as `Trials.looks` says.
@Suite(.timeLimit(.minutes(20))) struct WalkLongTests {
  @Test("every branch of the journey, in both languages, cross-site, and fit for everybody")
  func walk() async throws {
    let script = try BrowserScript(pictures: "journey")
    try await script.run("walk")
    let names = try FileManager.default.contentsOfDirectory(atPath: script.pictures.path)
    #expect(names.count >= 45)
    try await check(script.ledger)
  }

  /// The ledger tells the same story.
  private func check(_ directory: String) async throws {
    let program = Program()
    for arguments in [["verify"], ["replay", "--check"]] {
      #expect(try await program.run(arguments + ["--ledger", directory]).code == 0)
    }
    let history = try await program.run(
      ["history", "exempelbolaget", "--format", "jsonl", "--ledger", directory]
    ).output
    for action in ActionName.allCases {
      #expect(
        history.contains("integration.\(action.rawValue).v1"), "\(action) was never recorded")
    }
    for reason in [
      "notSystemAdministrator", "declined", "abandoned", "superseded", "wrongCompany",
    ] {
      #expect(history.contains("\"reason\":\"\(reason)\""), "\(reason) was never recorded")
    }
  }
}
