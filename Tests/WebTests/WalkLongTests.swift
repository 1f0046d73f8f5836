import Foundation
import Integrations
import TestSupport
import Testing

/// The whole walk, each page of which axe-core examines in as many ways as `Trials.looks` says.
@Suite(.timeLimit(.minutes(20))) struct WalkLongTests {
  /// A part of the walk, the fewest pictures that it takes, and how attempts end on it.
  struct Part: CustomTestStringConvertible {
    var name: String
    var pictures: Int
    var actions = ActionName.allCases
    var reasons: [String]

    var testDescription: String { name }
  }

  @Test(
    "every branch of the journey, in both languages, cross-site, and fit for everybody",
    arguments: [
      Part(
        name: "english", pictures: 25,
        reasons: [
          "notSystemAdministrator", "declined", "abandoned", "superseded", "wrongCompany",
        ]),
      Part(
        name: "swedish", pictures: 27,
        actions: ActionName.allCases.filter { $0 != .reauthorized }, reasons: ["declined"]),
    ])
  func walk(_ part: Part) async throws {
    let script = try BrowserScript(pictures: "journey-\(part.name)")
    try await script.run("walk", [part.name])
    let names = try FileManager.default.contentsOfDirectory(atPath: script.pictures.path)
    #expect(names.count >= part.pictures)
    try await check(script.ledger, part)
  }

  /// The ledger tells the same story.
  private func check(_ directory: String, _ part: Part) async throws {
    let program = Program()
    for arguments in [["verify"], ["replay", "--check"]] {
      #expect(try await program.run(arguments + ["--ledger", directory]).code == 0)
    }
    let history = try await program.run(
      ["history", "exempelbolaget", "--format", "jsonl", "--ledger", directory]
    ).output
    for action in part.actions {
      #expect(
        history.contains("integration.\(action.rawValue).v1"), "\(action) was never recorded")
    }
    for reason in part.reasons {
      #expect(history.contains("\"reason\":\"\(reason)\""), "\(reason) was never recorded")
    }
  }
}
