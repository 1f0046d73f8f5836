import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Which records `history` prints.
@Suite struct HistoryCommandTests {
  private let folder: TemporaryFolder
  private let program: Program
  private let ledger: String

  init() throws {
    folder = try TemporaryFolder()
    ledger = folder.file("ledger")
    program = Program(environment: ["AUTHLEDGER_HOME": ledger])
    try Ledger.ofFixture("acme", ledger).close()
  }

  /// - Parameter column: The column's number; -1 for the last.
  private func cells(_ options: [String], column: Int = 0) async throws -> [String] {
    let outcome = try await program.run(["history", "--format", "csv"] + options)
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n").dropFirst().map {
      let cells = $0.split(separator: ",", omittingEmptySubsequences: false)
      return String(column < 0 ? cells[cells.count - 1] : cells[column])
    }
  }

  @Test("--tail prints the last that match, oldest first")
  func tail() async throws {
    #expect(try await cells(["--tail", "2"]) == ["8", "9"])
    #expect(try await cells(["--tail", "0"]) == [])
    #expect(try await cells(["--tail", "100"]).count == 9)
    #expect(try await cells(["--tail", "2", "--type", "authorizeStarted"]) == ["2", "6"])
    #expect(try await cells(["acme", "--tail", "3", "--limit", "2"]) == ["7", "8"])
    #expect(try await cells(["--tail", "2", "--at", "#5"]) == ["4", "5"])
  }

  @Test("--after goes on after a cursor, and each row of csv has its own")
  func after() async throws {
    #expect(try await cells(["--after", "1-7"]) == ["8", "9"])
    #expect(try await cells(["--after", "1-0"]).count == 9)
    #expect(try await cells(["--after", "1-9"]) == [])
    let last = try #require(try await cells(["--limit", "4"], column: -1).last)
    #expect(try await cells(["--after", last]) == ["5", "6", "7", "8", "9"])
    #expect(try await cells(["--after", "1-7", "--reverse"]) == ["9", "8"])
  }

  @Test(
    "a cursor that is not of this log is refused, and the command in the error goes on",
    arguments: [("1-10", "1-9"), ("2-4", "1-0")])
  func refused(cursor: String, way: String) async throws {
    let outcome = try await program.run(["history", "--after", cursor])
    #expect(outcome.code == 65)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.error.contains("`authledger history --after \(way) --ledger "), "\(outcome.error)")
    let swedish = try await program.run(["history", "--after", cursor, "--language", "sv"])
    #expect(swedish.error.contains("läget \(cursor)") || swedish.error.contains("Läget \(cursor)"))
    #expect(
      swedish.error.contains("`authledger history --after \(way) --ledger "), "\(swedish.error)")
    #expect(try await program.run(["history", "--after", way]).code == 0)
  }

  @Test("a cursor from before a restore is refused, and the error says up to where it holds")
  func restored() async throws {
    #expect(try await program.run(["backup", folder.file("copy")]).code == 0)
    #expect(
      try await program.run([
        "record", "acme", "configured", "--data", #"{"transfers":[],"enabled":false}"#,
      ]).code == 0)
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: "\(ledger)/\(file)")
    }
    try FileManager.default.copyItem(
      atPath: folder.file("copy") + "/ledger.sqlite", toPath: ledger + "/ledger.sqlite")
    #expect(try await program.run(["restore"]).code == 0)
    let outcome = try await program.run(["history", "--after", "1-10"])
    #expect(outcome.code == 65)
    #expect(outcome.error.contains("up to #9"), "\(outcome.error)")
    #expect(outcome.error.contains("`authledger history --after 2-9 --ledger "))
    #expect(try await cells(["--after", "2-9"], column: 5) == ["ledger.restored"])
    #expect(try await cells(["--after", "2-9"], column: -1) == ["2-10"])
  }

  @Test(
    "--type takes what the column prints, its name alone, and the record's own type",
    arguments: [
      "ledger.person.introduced", "person.introduced", "ledger.person.introduced.v1",
    ])
  func bookkeeping(type: String) async throws {
    let introduced = try await program.run(
      ["people", "introduce", "administrator:u-17", "--company", "acme", "--data", "-"],
      input: Array(#"{"name":"Anna Ek"}"#.utf8))
    #expect(introduced.code == 0, "\(introduced.error)")
    #expect(try await cells(["--type", type], column: 5) == ["ledger.person.introduced"])
    #expect(
      try await cells(["--type", type, "--type", "reauthorized"], column: 5)
        == ["reauthorized", "ledger.person.introduced"])
    #expect(try await cells(["--type", "integration.reauthorized.v1"]) == ["8"])
  }

  @Test("what is not a type, a cursor or a count is refused, and told what is")
  func wrong() async throws {
    for (options, words) in [
      (["--type", "person.deleted"], ["configured", "ledger.person.erased", "ledger.restored"]),
      (["--after", "41"], ["EPOCH-POSITION", "1-41"]), (["--tail", "-1"], ["--tail"]),
      (["--tail", "3", "--reverse"], ["--limit"]),
    ] {
      let outcome = try await program.run(["history"] + options)
      #expect(outcome.code == 64)
      for word in words { #expect(outcome.error.contains(word), "\(outcome.error)") }
    }
  }

  @Test("times in the table are in the zone asked for, which the heading says; csv stays in UTC")
  func zone() async throws {
    let options = ["history", "--limit", "1", "--time-zone", "Europe/Stockholm", "--language"]
    let english = try await program.run(options + ["en", "--format", "table"]).output
    #expect(english.contains("TIME (Europe/Stockholm)"))
    #expect(english.contains("2026-11-03 10:00:00"))
    #expect(!english.contains("AGE"))
    let swedish = try await program.run(options + ["sv", "--format", "table"]).output
    #expect(swedish.contains("TID (Europe/Stockholm)"))
    #expect(
      try await program.run(options + ["sv", "--format", "csv"]).output.contains("T09:00:00"))
  }

  @Test("ages are counted from the moment asked about")
  func ages() async throws {
    let options = [
      "history", "--limit", "1", "--at", "2026-11-06T10:00:00Z", "--ages", "--format", "table",
    ]
    #expect(try await program.run(options + ["--language", "en"]).output.contains("  3 d ago  "))
    #expect(
      try await program.run(options + ["--language", "sv"]).output.contains("  för 3 d sedan  "))
  }
}
