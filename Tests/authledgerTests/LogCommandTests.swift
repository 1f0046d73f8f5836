import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Which lines of a company's log are printed, and how.
@Suite struct LogCommandTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
  }

  /// - Parameter column: The column's number; -1 for the last.
  private func cells(_ options: [String], column: Int = 0) async throws -> [String] {
    let outcome = try await program.run(
      ["log", "acme", "--at", "#9", "--format", "csv"] + options)
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n").dropFirst().map {
      let cells = $0.split(separator: ",", omittingEmptySubsequences: false)
      return String(column < 0 ? cells[cells.count - 1] : cells[column])
    }
  }

  @Test("--since and --until choose by time")
  func times() async throws {
    #expect(try await cells(["--since", "2026-11-04"]) == ["6", "7", "8", "9"])
    #expect(try await cells(["--until", "2026-11-03 09:02:41"]) == ["1", "2"])
    #expect(
      try await cells(["--since", "2026-11-03 10:02", "--time-zone", "Europe/Stockholm"]).first
        == "3")
    #expect(
      try await cells(["--since", "2026-11-03T09:02:41Z", "--until", "2026-11-04"]).count == 3)
  }

  @Test("--severity chooses what matters as much, or more")
  func severity() async throws {
    #expect(try await cells(["--severity", "error"], column: 2) == ["error", "error"])
    #expect(try await cells(["--severity", "warning"]) == ["5", "9"])
    #expect(try await cells(["--severity", "info"]).count == 9)
    let wrong = try await program.run(["log", "acme", "--severity", "bad"])
    #expect(wrong.code == 64 && wrong.error.contains("info, warning, error"), "\(wrong.error)")
  }

  @Test("--reverse begins with the newest, --limit and --tail count what is chosen")
  func part() async throws {
    #expect(try await cells(["--reverse"]).first == "9")
    #expect(try await cells(["--reverse", "--limit", "2"]) == ["9", "8"])
    #expect(try await cells(["--limit", "2"]) == ["1", "2"])
    #expect(try await cells(["--tail", "2"]) == ["8", "9"])
    #expect(try await cells(["--severity", "error", "--limit", "1"]) == ["5"])
    #expect(try await cells(["--severity", "error", "--reverse", "--limit", "1"]) == ["9"])
    #expect(try await cells(["--tail", "4", "--limit", "1"]) == ["6"])
  }

  @Test("who did it is in every format")
  func actors() async throws {
    #expect(try await cells(["--limit", "1"], column: -1) == ["administrator:u-17"])
    let json = try await program.run(["log", "acme", "--limit", "1", "--format", "jsonl"]).output
    #expect(json.contains(#""actor":"administrator:u-17""#))
    let table = try await program.run(["log", "acme", "--limit", "1", "--format", "table"]).output
    #expect(table.replacing("\n", with: " ").contains("(administrator:u-17)"))
  }

  @Test("a table has positions, and its heading says in which zone times are")
  func table() async throws {
    let options = ["log", "acme", "--at", "#9", "--format", "table", "--language", "en"]
    let lines = try await program.run(options).output.split(separator: "\n")
    #expect(lines[0] == "#   TIME (UTC)           SEVERITY  WHAT")
    #expect(lines[1].hasPrefix("#1  2026-11-03 09:00:00  info      Settings saved"))
    #expect(lines.allSatisfy { $0.count <= 100 }, "no line is longer than its page")
    let zoned = try await program.run(
      options + ["--time-zone", "Europe/Stockholm", "--limit", "1"])
    #expect(zoned.output.contains("#   TIME (Europe/Stockholm)  SEVERITY  WHAT"))
    #expect(zoned.output.contains("#1  2026-11-03 10:00:00      info"))
  }

  @Test("a log of which nothing was asked for says so, and an empty one that it is empty")
  func empty() async throws {
    let options = ["log", "acme", "--format", "table", "--language", "en"]
    let none = try await program.run(options + ["--since", "2026-12-24"])
    #expect(none.output == "No line of the company log is of that time and severity.\n")
  }

  @Test("a line that the clock alone made has no position and no actor")
  func computed() async throws {
    try Ledger.ofFixture("closedPage", folder.file("other")).close()
    let lines = try await program.run([
      "log", "closed-page", "--ledger", folder.file("other"), "--format", "table", "--reverse",
      "--limit", "1", "--language", "en",
    ]).output.split(separator: "\n")
    #expect(lines[1].hasPrefix("–   2026-"), "\(lines[1])")
    #expect(lines[1].contains("(computed)") && !lines[1].contains("administrator:"))
  }

  @Test("no line is longer than the screen is wide", arguments: [60, 80, 120, 200])
  func screens(columns: Int) async throws {
    let narrow = Program(environment: [
      "AUTHLEDGER_HOME": folder.file("ledger"), "COLUMNS": "\(columns)",
    ])
    for question in [["log", "acme"], ["history"], ["history", "acme"]] {
      for language in ["en", "sv"] {
        let outcome = try await narrow.run(
          question + ["--ages", "--format", "table", "--language", language])
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count > 9)
        for line in lines {
          #expect(line.count <= columns && line.last != " ", "\(question): \(line)")
        }
      }
    }
  }

  @Test("a wide screen has ages and actors in columns, a narrow one the sentence below")
  func columns() async throws {
    func lines(_ columns: Int) async throws -> [Substring] {
      try await Program(environment: [
        "AUTHLEDGER_HOME": folder.file("ledger"), "COLUMNS": "\(columns)", "LANG": "C",
      ]).run(["log", "acme", "--at", "2026-11-06T10:00:00Z", "--ages", "--format", "table"])
        .output.split(separator: "\n")
    }
    let wide = try await lines(160)
    #expect(
      wide[0] == "#   TIME (UTC)           AGE          SEVERITY  ACTOR               WHAT")
    #expect(
      wide[1].hasPrefix(
        "#1  2026-11-03 09:00:00  3 d ago      info      administrator:u-17  Settings saved"))
    let narrow = try await lines(60)
    #expect(narrow[1] == "#1  2026-11-03 09:00:00  info")
    #expect(narrow[2].hasPrefix("    Settings saved"))
  }
}
