import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// `find` as people use it.
@Suite struct FindCommandTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Ledger.ofFixtures(folder.file("ledger")).close()
  }

  private func hits(_ text: String, _ options: String...) async throws -> [[String: Any]] {
    let outcome = try await program.run(["find", text, "--format", "json"] + options)
    #expect(outcome.code == 0 && outcome.error.isEmpty, "\(outcome)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  @Test("the command that a row names runs, and shows the record that it names")
  func goesOn() async throws {
    for text in ["482915", "MOM-4711", "administrator:u-17", "acme", "01a1a0a3-1298"] {
      for hit in try await hits(text) {
        let next = try #require(hit["next"] as? String).split(separator: " ").map(String.init)
        #expect(next.first == "authledger")
        let outcome = try await program.run(Array(next.dropFirst()) + ["--format", "jsonl"])
        #expect(outcome.code < 3 && !outcome.output.isEmpty, "\(next): \(outcome)")
        guard next.dropFirst().first == "history" else { continue }
        let company = try #require(hit["company"] as? String)
        let time = try #require(hit["time"] as? String)
        #expect(outcome.output.contains("/companies/\(company)\""))
        #expect(outcome.output.contains("\"time\":\"\(time)\""))
      }
    }
  }

  @Test("a number leads to its company, a ticket to the removal")
  func kinds() async throws {
    let number = try await hits("482915").first
    #expect(number?["kind"] as? String == "providerCompany")
    #expect(number?["provider"] as? String == "fortnox")
    let ticket = try await hits("MOM-4711")
    #expect(ticket.map { $0["kind"] as? String } == ["ticket"])
    let csv = try await program.run(["find", "MOM-4711", "--format", "csv"]).output
    #expect(
      csv.hasPrefix("kind,value,company,provider,position,time,records,next\nticket,MOM-4711,"))
  }

  @Test("nothing found says what was looked for and what to do, and shows no secret")
  func nothing() async throws {
    let outcome = try await program.run([
      "find", "zzz", "--format", "table", "--language", "en",
    ])
    #expect(outcome.code == 0 && outcome.output.contains("“zzz”"))
    #expect(outcome.output.contains("\n  authledger status"))
    #expect(try await hits("zzz").isEmpty)
    let secret = "5f2c1a5e-7a3b-4c1d-9e8f-aabbccddeeff"
    let shown = try await program.run(["find", secret + "x", "--format", "table"])
    #expect(!shown.output.contains(secret) && !shown.error.contains(secret))
    #expect(try await program.run(["find", ""]).code == 64)
    #expect(try await program.run(["find"]).code == 64)
    #expect(try await program.run(["find", "a", "--limit", "0"]).code == 64)
  }

  @Test("people's names are in no answer")
  func names() async throws {
    let introduced = try await program.run(
      ["people", "introduce", "administrator:u-17", "--company", "acme", "--data", "-"],
      input: Array(#"{"name":"Anna Ek"}"#.utf8))
    #expect(introduced.code == 0, "\(introduced.error)")
    let found = try await program.run(["find", "u-17", "--format", "jsonl"]).output
    #expect(found.contains("administrator:u-17") && !found.contains("Anna"))
    #expect(try await hits("Anna").isEmpty)
  }

  @Test("a limit cuts, and a table says how much")
  func limited() async throws {
    let all = try await hits("a")
    #expect(all.count > 3)
    #expect(try await hits("a", "--limit", "3").count == 3)
    let table = try await program.run([
      "find", "a", "--limit", "3", "--format", "table", "--language", "en",
    ]).output
    #expect(table.contains("… and \(all.count - 3) more; write more of the text, or --limit."))
  }

  @Test("the pages are what they were, in both languages", arguments: ["en", "sv"])
  func pages(_ language: String) async throws {
    var text = ""
    for words in ["482915", "u-17", "scope", "MOM", "01a1a0a3-1298", "nobody"] {
      text += "$ authledger find \(words)\n"
      text +=
        try await program.run([
          "find", words, "--format", "table", "--language", language,
        ]).output + "\n"
    }
    try Golden(Golden.root.appending(path: "Tests/authledgerTests/golden"))
      .expect(text.replacing(folder.file("ledger"), with: "LEDGER"), "find/\(language).txt")
  }
}
