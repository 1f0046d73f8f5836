import Foundation
import TestSupport
import Testing

/// Commands that change something: tried first, asked about, and said once.
@Suite struct CarefulTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger"), "LANG": "C"])
  }

  private func run(_ arguments: String..., input: String = "") async throws -> ChildProcess.Outcome
  {
    try await program.run(arguments, input: Array(input.utf8))
  }

  private func begin() async throws {
    #expect(try await run("init").code == 0)
    let settings = #"{"transfers":["customers"],"enabled":false}"#
    #expect(try await run("record", "acme", "configured", "--data", settings).code == 0)
  }

  /// Everything that the ledger says of itself.
  private func history() async throws -> String {
    try await run("history", "--format", "jsonl").output
  }

  private static let attempt = "01a1a60e-7f60-7aba-a143-fe4bf0ebf4da"
  private static let started = """
    {"action":"authorizeStarted","data":{"accountType":"user","attempt":"\(attempt)",\
    "expiresAt":"2026-11-26T09:45:00.000Z","scopes":["companyinformation","customer"]},\
    "time":"2026-11-26T09:00:00.000Z"}
    """
  private static let answered = """
    {"action":"callbackReceived","data":{"answer":"code","attempt":"\(attempt)","verdict":"accepted"},\
    "time":"2026-11-26T09:01:00.000Z","actor":"provider:fortnox"}
    """

  @Test("several actions are one commit: in arguments, with their data in order")
  func arguments() async throws {
    #expect(try await run("init").code == 0)
    let both = try await run(
      "record", "acme", "configured", "serviceAccountSelected",
      "--data", #"{"transfers":["customers"],"enabled":false}"#, "--data", #"{"selected":true}"#)
    #expect(both.code == 0)
    #expect(both.output.split(separator: "\n").count == 2)
    // The second is refused, so the first is not there either.
    let before = try await history()
    let refused = try await run(
      "record", "beta", "configured", "configured",
      "--data", #"{"transfers":["customers"],"enabled":false}"#,
      "--data", #"{"transfers":["customers"],"enabled":true}"#)
    #expect(refused.code == 65 && refused.output.isEmpty)
    #expect(try await history() == before)
  }

  @Test("several actions as JSON Lines, in which the company may be left out")
  func lines() async throws {
    try await begin()
    let lines = Self.started + "\n\n" + Self.answered + "\n"
    let recorded = try await run(
      "record", "acme", "-", "--actor", "administrator:u-17", input: lines)
    #expect(recorded.code == 0, "\(recorded.error)")
    #expect(recorded.output.split(separator: "\n").count == 2)
    let records = try await history()
    #expect(records.contains(#""authid":"administrator:u-17""#))
    #expect(records.contains(#""authid":"provider:fortnox""#))
    // One line that is wrong is named, and nothing of the others is recorded.
    let half =
      Self.answered.replacing("accepted", with: "alreadyUsed") + "\n{\"action\":\"nothing\"}\n"
    let wrong = try await run("record", "acme", "-", input: half)
    #expect(wrong.code == 65 && wrong.error.contains("Standard input:2:"))
    let other = Self.answered.replacing(#"{"action""#, with: #"{"company":"beta","action""#)
    let foreign = try await run("record", "acme", "-", input: other)
    #expect(foreign.code == 65 && foreign.error.contains("beta"))
    #expect(try await history() == records)
  }

  @Test(
    "what does not go together is refused",
    arguments: [
      ["configured", "serviceAccountSelected", "--data", "{}"],
      ["configured", "configured", "--data", "{}", "--data", "{}", "--id", attempt],
      ["configured", "configured", "--data", "-", "--data", "{}"],
      ["-", "--data", "{}"], ["configured", "-"], ["nothing"],
    ])
  func refused(_ arguments: [String]) async throws {
    let outcome = try await program.run(["record", "acme"] + arguments)
    #expect(outcome.code == 64, "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("ledger")))
  }

  @Test("a dry run says what would be, with the errors of the real run, and changes no file")
  func dryRun() async throws {
    try await begin()
    let before = try await history()
    let tried = try await run(
      "record", "acme", "-", "--dry-run", "--format", "table", input: Self.started)
    #expect(tried.code == 0 && tried.output.contains("Would be recorded as acme/1"))
    let same = try await run(
      "record", "acme", "configured", "--dry-run", "--format", "table",
      "--data", #"{"transfers":["customers"],"enabled":false}"#)
    #expect(same.output.contains("Nothing would change"))
    let refused = try await run(
      "record", "acme", "configured", "--dry-run",
      "--data", #"{"transfers":["customers"],"enabled":true}"#)
    #expect(refused.code == 65)
    let file = folder.file("actions.jsonl")
    let line = Self.started.replacing(#"{"action""#, with: #"{"company":"acme","action""#) + "\n"
    try line.write(toFile: file, atomically: true, encoding: .utf8)
    let imported = try await run("import", file, "--dry-run", "--format", "table")
    #expect(imported.code == 0 && imported.output.contains("would write 1 record"))
    try (line + "{}\n").write(toFile: file, atomically: true, encoding: .utf8)
    let wrong = try await run("import", file, "--dry-run")
    #expect(wrong.code == 65 && wrong.error.contains("actions.jsonl:2:"))
    #expect(try await history() == before)
  }

  @Test("an erasure is tried, asked for, done, and told again the second time")
  func erasure() async throws {
    try await begin()
    let person = "administrator:u-17"
    let introduced = try await run(
      "people", "introduce", person, "--company", "acme", "--data", #"{"name":"Anna Berg"}"#)
    #expect(introduced.code == 0, "\(introduced.error)")
    let before = try await history()
    let tried = try await run("erase", person, "--ground", "objected", "--dry-run")
    #expect(tried.code == 0 && tried.error.contains("Would erase 1 value"))
    #expect(try await history() == before)
    for (keys, code) in [("n\n", Int32(1)), ("\n", 1), ("y\n", 0)] {
      let asked = try await onTerminal(keys, "erase", person, "--ground", "objected")
      #expect(asked.output.contains("for ever"), "\(asked.output)")
      #expect(asked.code == code)
      #expect(try await history().contains("ledger.person.erased") == (code == 0))
    }
    // Without a terminal nobody is asked.
    let again = try await run("erase", person, "--ground", "objected")
    #expect(again.code == 0 && again.error.contains("erased already"))
    #expect(try await run("erase", "administrator:u-99", "--ground", "objected").code != 0)
  }

  @Test("a change of keys is asked for, and --yes answers")
  func keys() async throws {
    try await begin()
    #expect(try await onTerminal("n\n", "checkpoint", "--rotate-key").code == 1)
    #expect(!(try await history()).contains("ledger.key.rotated"))
    #expect(try await onTerminal("", "checkpoint", "--rotate-key", "--yes").code == 0)
    #expect(try await history().contains("ledger.key.rotated"))
  }

  @Test("--quiet says nothing where all is well, and errors all the same")
  func quiet() async throws {
    let settings = #"{"transfers":["customers"],"enabled":false}"#
    let copy = folder.file("copy")
    for arguments in [
      ["init"], ["init", "--product", "Moment"],
      ["record", "acme", "configured", "--data", settings], ["backup", copy],
    ] {
      let done = try await program.run(arguments + ["--quiet"])
      #expect(done.code == 0 && done.output.isEmpty && done.error.isEmpty, "\(arguments)")
    }
    #expect(try await run("verify", "--ledger", copy).code == 0)
    let refused = try await run(
      "record", "beta", "configured", "-q", "--data", #"{"transfers":[],"enabled":true}"#)
    #expect(refused.code == 65 && !refused.error.isEmpty)
  }

  @Test("a restore is tried without a change, and says what would be lost")
  func restore() async throws {
    try await begin()
    let database = folder.file("ledger/ledger.sqlite")
    let old = try Data(contentsOf: URL(filePath: database))
    #expect(
      try await run("record", "acme", "serviceAccountSelected", "--data", #"{"selected":true}"#)
        .code == 0)
    for file in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + file) }
    try old.write(to: URL(filePath: database))
    let tried = try await run("restore", "--dry-run")
    #expect(tried.code == 0 && tried.output.contains("would begin"), "\(tried.error)")
    #expect(try Data(contentsOf: URL(filePath: database)) == old)
    #expect(try await run("verify").code == 1, "nothing is restored yet")
    #expect(try await run("restore", "--quiet").output.isEmpty)
    #expect(try await run("verify").code == 0)
  }

  private func onTerminal(
    _ keys: String, _ arguments: String...
  ) async throws -> ChildProcess.Outcome {
    try await program.run(
      URL(filePath: "/usr/bin/python3"),
      [
        "-B", Golden.root.appending(path: "Tests/authledgerTests/terminal.py").path, "24", "80",
        keys, Program.product("authledger").path,
      ] + arguments)
  }
}
