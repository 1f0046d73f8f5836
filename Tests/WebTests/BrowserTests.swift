import Foundation
import Integrations
import TestSupport
import Testing

/// A real browser, each time with a server of its own.
///
/// A browser waits more than it works, so each walk goes on beside the others and the other tests.
@Suite(.timeLimit(.minutes(20))) struct BrowserTests {
  @Test("a form that finds the ledger busy is sent again by the page, and recorded once")
  func busy() async throws {
    let script = try BrowserScript(pictures: "busy")
    try await script.run("busy", [script.ledger])
    let history = try await Program().run(
      ["history", "exempelbolaget", "--format", "jsonl", "--ledger", script.ledger]
    ).output
    #expect(history.components(separatedBy: "integration.configured.v1").count == 2)
    #expect(history.components(separatedBy: "integration.authorizeStarted.v1").count == 2)
  }

  @Test("the pages of the imitation of Fiken, over its two hosts, and fit for everybody")
  func imitation() async throws {
    let script = try BrowserScript(pictures: "imitation")
    try await script.run("imitation")
  }

  @Test(
    "Fiken's journey in both languages, beside Fortnox: a company not given, and what the page says"
  )
  func fiken() async throws {
    let script = try BrowserScript(pictures: "fiken")
    try await script.run("fiken")
    let program = Program()
    func ask(_ arguments: [String]) async throws -> ChildProcess.Outcome {
      try await program.run(arguments + ["--ledger", script.ledger])
    }
    for arguments in [["verify"], ["replay", "--check"]] {
      #expect(try await ask(arguments).code == 0)
    }
    // Each question answers for both integrations, and none of them names the company by its code.
    for question in ["status", "why", "log"] {
      let answer = try await ask([question, "exempelbolaget", "--format", "jsonl"])
      #expect(
        answer.output.contains("\"fiken\"") && answer.output.contains("\"fortnox\""), "\(question)")
      #expect(!answer.output.contains("exempelselskapet"), "\(question)")
    }
    let history = try await ask(["history", "exempelbolaget", "--format", "jsonl"]).output
    #expect(history.contains("\"subject\":\"fiken\""))
    #expect(history.contains("\"subject\":\"fortnox\""))
    #expect(history.contains("\"providerCompany\":\"199000101\""))
    #expect(!history.contains("exempelselskapet"), "the code is in no record")
  }
}
