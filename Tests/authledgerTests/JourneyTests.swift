import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// The command line as people use it, one process a command.
@Suite struct JourneyTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
  }

  private func json(_ arguments: String...) async throws -> [String: Any] {
    let outcome = try await program.run(arguments + ["--format", "json"])
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any], "\(outcome)")
  }

  /// The phase before and after each step of the history in which the approver lacks behörighet.
  @Test("status --at tells the phase at every step")
  func phases() async throws {
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let steps = [
      ("2026-11-03T09:00:00Z", "configured"), ("2026-11-03T09:00:04.119Z", "configured"),
      ("2026-11-03T09:00:04.120Z", "authorizing"), ("2026-11-03T09:02:41.305Z", "authorizing"),
      ("2026-11-03T09:02:43.017Z", "authorizing"),
      ("2026-11-03T09:02:43.018Z", "permissionDenied"),
      ("2026-11-04T10:16:14.377Z", "permissionDenied"),
      ("2026-12-19T10:16:14.376Z", "permissionDenied"),
      ("2026-12-19T10:16:14.377Z", "grantExpired"),
      ("#1", "configured"), ("#2", "authorizing"), ("#3", "authorizing"),
      ("#4", "permissionDenied"),
      ("#5", "permissionDenied"), ("#9", "permissionDenied"),
    ]
    for (moment, phase) in steps {
      #expect(
        try await json("status", "acme", "--at", moment)["phase"] as? String == phase, "\(moment)")
    }
    let before = try await program.run(["status", "acme", "--at", "2026-11-03T08:59:59Z"])
    #expect(before.code == 66)
  }

  @Test("why on that history names both remedies, says that a retry is no help, cites Fortnox")
  func why() async throws {
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let outcome = try await program.run([
      "why", "acme", "--format", "table", "--language", "en", "--at", "2026-11-05",
    ])
    #expect(outcome.code == 1)
    for words in [
      "AUTHORIZER_LACKS_RIGHTS", "Saknar behörighet för kundregister",
      "Authorizing again with the same person will not", "turn them on for customers and projects",
      "select the service account", "#5", "#9",
    ] {
      #expect(outcome.output.contains(words), "\(words)")
    }
  }

  @Test("a company is taken from nothing to a removed authorization, one command at a time")
  func record() async throws {
    #expect(try await program.run(["init", "--origin", "ledger.example.com"]).code == 0)
    let attempt = "01a1a0a3-1298-7e5f-9607-4d6bb4341cd7"
    func record(_ action: String, _ data: String, _ extra: String...) async throws
      -> Program.Outcome
    {
      try await program.run(["record", "acme", action, "--data", data] + extra)
    }
    func time(_ minutes: Int64) -> String {
      Effects.live.now().adding(seconds: minutes * 60).description
    }
    let administrator = ["--actor", "administrator:u-17"]
    #expect(
      try await record(
        "configured", #"{"transfers":["customers"],"enabled":false}"#, administrator[0],
        administrator[1]
      ).code == 0)
    let started =
      #"{"attempt":"\#(attempt)","accountType":"user","scopes":["customer"],"expiresAt":"\#(time(45))"}"#
    #expect(try await record("authorizeStarted", started).code == 0)
    #expect(try await json("status", "acme")["phase"] as? String == "authorizing")
    let again = try await record("authorizeStarted", started)
    #expect(again.code == 65)
    #expect(again.error.contains(attempt))
    let empty = try await record(
      "callbackReceived", #"{"attempt":"\#(attempt)","answer":"empty","verdict":"accepted"}"#)
    #expect(empty.output.split(separator: "\n").count == 2, "the rules add a failure: \(empty)")
    #expect(try await json("status", "acme")["phase"] as? String == "authorizationFailed")
    #expect(try await json("why", "acme")["verdict"] as? String == "CALLBACK_EMPTY")
    let removal = try await record(
      "credentialsRemoved", #"{"reason":"requested","revokedAtProvider":true}"#)
    #expect(removal.code == 65)
    let history = try await program.run(["history", "acme", "--format", "jsonl"]).output
    #expect(history.split(separator: "\n").count == 4)
    #expect(history.contains(#""authid":"administrator:u-17""#))
    #expect(history.contains(#""recordedby":"operator:uid-\#(getuid())""#))
    #expect(try await program.run(["verify"]).code == 0)
  }

  @Test("with an id, the same command is recorded once and another one is refused")
  func idempotent() async throws {
    #expect(try await program.run(["init"]).code == 0)
    let id = ["--id", "01a1a0a3-1298-7e5f-9607-4d6bb4341cd7"]
    let one = ["record", "acme", "serviceAccountSelected", "--data", #"{"selected":true}"#] + id
    #expect(try await program.run(one).output.contains(#""outcome":"recorded""#))
    #expect(try await program.run(one).output.contains(#""outcome":"repeated""#))
    let other = ["record", "acme", "serviceAccountSelected", "--data", #"{"selected":false}"#] + id
    let refused = try await program.run(other)
    #expect(refused.code == 65)
    #expect(refused.error.contains("#1"))
  }

  @Test("exported and imported, the records are the same bytes and the digests equal")
  func roundTrip() async throws {
    try Ledger.ofFixtures(folder.file("ledger")).close()
    let exported = try await program.run(["history", "--format", "jsonl"]).output
    let copy = folder.file("copy")
    let imported = try await program.run(
      ["import", "-", "--create", "--ledger", copy], input: Array(exported.utf8))
    #expect(imported.code == 0, "\(imported)")
    #expect(
      try await program.run(["history", "--format", "jsonl", "--ledger", copy]).output == exported)
    let check = ["replay", "--check", "--format", "json"]
    #expect(
      try await program.run(check).output
        == (try await program.run(check + ["--ledger", copy]).output))
    #expect(try await program.run(["verify", "--ledger", copy]).code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names).isSubset(of: ["ledger", "copy"]), "nothing is left beside: \(names)")
  }

  @Test("the demo shows a status, a log, an explanation, a replay and a verification")
  func demo() async throws {
    let outcome = try await program.run(["demo", "--language", "en"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.error.isEmpty)
    for words in [
      "$ authledger status", "$ authledger log acme", "AUTHORIZER_LACKS_RIGHTS", "Either",
      "agrees", "Verified 257 records", "grantExpired",
    ] {
      #expect(outcome.output.contains(words), "\(words)")
    }
    #expect(!outcome.output.contains("\u{1b}"), "no colour where there is no terminal")
    #expect(try await program.run(["demo"]).code == 73)
    let large = folder.file("large")
    let made = try await program.run(["demo", "--events", "3000", "--ledger", large])
    #expect(made.code == 0, "\(made)")
    #expect(made.output.contains("3000 records"))
    #expect(try await program.run(["verify", "--ledger", large]).code == 0)
  }

  @Test("--follow goes on with what is written meanwhile, each record once")
  func follow() async throws {
    #expect(try await program.run(["init"]).code == 0)
    let follower = try ChildProcess(
      Program.product("authledger"),
      [
        "history", "--follow", "--limit", "6", "--format", "csv", "--ledger",
        folder.file("ledger"),
      ])
    for number in 0..<6 {
      let data = #"{"selected":\#(number.isMultiple(of: 2))}"#
      #expect(
        try await program.run(["record", "acme", "serviceAccountSelected", "--data", data]).code
          == 0)
    }
    let outcome = try await follower.ended()
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == ["1", "2", "3", "4", "5", "6"])
  }

  @Test("a backup is a ledger of its own, and never takes another's place")
  func backup() async throws {
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let copy = folder.file("copy")
    #expect(try await program.run(["backup", copy]).code == 0)
    #expect(try await program.run(["verify", "--deep", "--ledger", copy]).code == 0)
    #expect(try await program.run(["backup", copy]).code == 73)
    #expect(
      try await program.run(["history", "--ledger", copy]).output
        == (try await program.run(["history"]).output)
    )
  }

  @Test("verify and replay --check answer 1 where something was changed behind our back")
  func tampered() async throws {
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let ledger = try Ledger.open(folder.file("ledger"), for: .writing)
    try ledger.execute("UPDATE integration_status SET verdict = 'HEALTHY'")
    try ledger.close()
    let check = try await program.run([
      "replay", "--check", "--format", "table", "--language", "en",
    ])
    #expect(check.code == 1)
    #expect(check.output.contains("DIFFERS"))
    let verify = try await program.run(["verify", "--format", "json"])
    #expect(verify.code == 1)
    #expect(verify.output.contains("wrongProjection"))
    #expect(try await program.run(["replay", "--rebuild"]).code == 0)
    #expect(try await program.run(["verify"]).code == 0)
  }
}
