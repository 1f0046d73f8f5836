import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Programs that read on in a log as it grows, also when the ledger is put back or replaced.
@Suite struct FollowTests {
  private let folder: TemporaryFolder
  private let program: Program
  private let ledger: String

  init() throws {
    folder = try TemporaryFolder()
    ledger = folder.file("ledger")
    program = Program(environment: ["AUTHLEDGER_HOME": ledger])
    try Ledger.ofFixture("acme", ledger).close()
  }

  private func start(_ options: [String]) throws -> ChildProcess {
    try ChildProcess(
      Program.product("authledger"), options + ["--follow", "--ledger", ledger, "--language", "en"])
  }

  private func record(_ number: Int, of company: String = "acme") async throws {
    let settings = #"{"transfers":[],"enabled":\#(number.isMultiple(of: 2))}"#
    let outcome = try await program.run(["record", company, "configured", "--data", settings])
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  private func wait(for text: String, from follower: ChildProcess) async throws {
    try await eventually(otherwise: "“\(text)” was not printed: \(try follower.output)") {
      try follower.output.contains(text)
    }
  }

  private func removeDatabase() throws {
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: "\(ledger)/\(file)")
    }
  }

  private func copy(to copy: String) async throws {
    #expect(try await program.run(["backup", folder.file(copy)]).code == 0)
  }

  @Test("history --follow --tail 0 prints what is new alone")
  func newAlone() async throws {
    let follower = try start(["history", "--tail", "1", "--limit", "3", "--format", "csv"])
    try await wait(for: "\n9,", from: follower)
    try await record(1)
    try await record(2)
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 0)
    #expect(
      outcome.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
        == ["position", "9", "10", "11"])
  }

  @Test("history --follow --after goes on after a cursor")
  func after() async throws {
    let follower = try start(["history", "--after", "1-8", "--limit", "2", "--format", "csv"])
    try await wait(for: "\n9,", from: follower)
    try await record(1)
    let outcome = try await follower.endedInTime()
    #expect(
      outcome.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
        == ["position", "9", "10"])
  }

  @Test("log --follow goes on with a company's lines, each once, and not with another's")
  func log() async throws {
    let follower = try start(["log", "acme", "--limit", "11", "--format", "csv"])
    try await wait(for: "\n9,", from: follower)
    try await record(1, of: "beta")
    try await record(1)
    try await wait(for: "\n11,", from: follower)
    try await record(2)
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 0)
    let positions = outcome.output.split(separator: "\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    #expect(positions == (1...9).map(String.init) + ["11", "12"])
  }

  @Test("log --follow tells what the clock alone changes")
  func clock() async throws {
    let soon = Effects.live.now().adding(seconds: 3)
    let attempt = "01a1f33f-bb9d-786a-929c-10973dee1256"
    let started = try await program.run([
      "record", "gamma", "authorizeStarted", "--data",
      #"{"attempt":"\#(attempt)","accountType":"user","scopes":["customer"],"expiresAt":"\#(soon)"}"#,
    ])
    #expect(started.code == 0, "\(started.error)")
    let follower = try start(["log", "gamma", "--limit", "2", "--format", "csv"])
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[2].hasPrefix(",") && lines[2].contains("true"), "\(lines)")
  }

  @Test(
    "a ledger that is put back under it ends it with the way on", arguments: ["history", "log"])
  func restored(command: String) async throws {
    try await copy(to: "copy")
    try await record(1)
    let words = command == "log" ? ["log", "acme"] : ["history"]
    let follower = try start(words + ["--format", "csv"])
    try await wait(for: "\n10,", from: follower)
    let database = folder.file("copy") + "/ledger.sqlite"
    // All at once, so that the follower meets the ledger as it goes on.
    let other = folder.file("restored")
    try FileManager.default.copyItem(atPath: ledger, toPath: other)
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: "\(other)/\(file)")
    }
    try FileManager.default.copyItem(atPath: database, toPath: other + "/ledger.sqlite")
    #expect(try await program.run(["restore", "--ledger", other]).code == 0)
    try FileManager.default.moveItem(atPath: ledger, toPath: folder.file("lost"))
    try FileManager.default.moveItem(atPath: other, toPath: ledger)
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 65 && !outcome.isKilled)
    #expect(outcome.error.contains("#10 is not the one that was read"), "\(outcome.error)")
    let history = command == "log" ? "history acme" : "history --follow"
    #expect(
      outcome.error.contains("`authledger \(history) --after 2-9 --ledger "), "\(outcome.error)")
  }

  @Test(
    "a copy in the place of the database, or written over it, is noticed before it is restored",
    arguments: [false, true])
  func putBack(isWrittenOver: Bool) async throws {
    try await copy(to: "copy")
    try await record(1)
    let follower = try start(["history", "--format", "csv"])
    try await wait(for: "\n10,", from: follower)
    if !isWrittenOver { try removeDatabase() }
    // As the help of `restore` says.
    let command = """
      cp "\(folder.file("copy"))/ledger.sqlite" "\(ledger)/ledger.sqlite"
      rm -f "\(ledger)/ledger.sqlite-wal" "\(ledger)/ledger.sqlite-shm"
      """
    #expect(try await program.run(URL(filePath: "/bin/sh"), ["-c", command]).code == 0)
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 65 && !outcome.isKilled)
    #expect(outcome.error.contains("#10 is not the one that was read"), "\(outcome.error)")
    #expect(outcome.error.contains("authledger doctor"), "\(outcome.error)")
  }

  @Test("a copy with the same records is read on")
  func moved() async throws {
    let follower = try start(["history", "--format", "csv", "--limit", "10"])
    try await wait(for: "\n9,", from: follower)
    let other = folder.file("other")
    try FileManager.default.copyItem(atPath: ledger, toPath: other)
    try FileManager.default.moveItem(atPath: ledger, toPath: folder.file("old"))
    try FileManager.default.moveItem(atPath: other, toPath: ledger)
    try await record(1)
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 0 && !outcome.isKilled, "\(outcome.error)")
    #expect(outcome.output.contains("\n10,"))
  }

  @Test("a ledger that is gone ends it")
  func gone() async throws {
    let follower = try start(["history", "--format", "csv"])
    try await wait(for: "\n9,", from: follower)
    try FileManager.default.moveItem(atPath: ledger, toPath: folder.file("away"))
    let outcome = try await follower.endedInTime()
    #expect(outcome.code == 66 && !outcome.isKilled)
    #expect(outcome.error.contains("no ledger"))
  }

  @Test("on a terminal it begins with the last ten, else with the first", arguments: [true, false])
  func terminal(isTerminal: Bool) async throws {
    for number in 1...6 { try await record(number) }
    let authledger = try Program.product("authledger").path
    let command = "\(authledger) history --follow --limit 10 --format csv --ledger \(ledger)"
    let outcome =
      try await isTerminal
      ? program.run(URL(filePath: "/usr/bin/script"), ["-qec", command, "/dev/null"])
      : program.run(URL(filePath: "/bin/sh"), ["-c", command])
    let lines = outcome.output.split(whereSeparator: \.isNewline)
    #expect(lines.dropFirst().first?.hasPrefix(isTerminal ? "6," : "1,") == true, "\(lines)")
    #expect(lines.count == 11)
  }

  @Test("what has an end cannot be followed to it")
  func ends() async throws {
    for options in [["--until", "now"], ["--at", "#3"], ["--reverse"], ["--format", "json"]] {
      for command in [["history"], ["log", "acme"]] {
        let outcome = try await program.run(command + ["--follow"] + options)
        #expect(outcome.code == 64 && outcome.error.contains("--follow"), "\(outcome.error)")
      }
    }
  }
}
