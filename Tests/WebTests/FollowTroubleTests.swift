import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Leaders that are something else than a ledger's server, and what a follower says of them.
@Suite struct FollowTroubleTests {
  /// What answers, and what the sentence has.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var says: String
    var swedish: String
    var behaviour: @Sendable (String) -> CannedLeader.Behaviour
  }

  private static func head(_ status: String, _ headers: [String], length: Int? = nil) -> String {
    let size = length.map { ["Content-Length: \($0)"] } ?? []
    return (["HTTP/1.1 \(status)"] + headers + size + ["Connection: close", "", ""])
      .joined(separator: "\r\n")
  }

  private static let lines = [
    "Content-Type: application/jsonl", "Authledger-Cursor: 1-0", "Authledger-Head: 1-0",
  ]

  private static func answer(
    _ status: String, _ headers: [String] = lines, _ body: String = ""
  ) -> CannedLeader.Behaviour {
    .answer(head(status, headers, length: body.utf8.count) + body)
  }

  static let rows: [Row] = [
    Row(
      testDescription: "a page", says: "something else than a ledger's feed",
      swedish: "något annat än en liggares flöde"
    ) { _ in answer("200 OK", ["Content-Type: text/html"], "<html></html>") },
    Row(
      testDescription: "a page that says it is lines", says: "is not one", swedish: "är ingen"
    ) { _ in answer("200 OK", lines, "<html></html>\n") },
    Row(
      testDescription: "lines without a cursor", says: "something else than a ledger's feed",
      swedish: "något annat än en liggares flöde"
    ) { _ in answer("200 OK", ["Content-Type: application/jsonl"]) },
    Row(
      testDescription: "a redirect", says: "redirects are not followed",
      swedish: "omdirigeringar följs inte"
    ) { _ in answer("302 Found", ["Location: http://127.0.0.1:1/"]) },
    Row(
      testDescription: "a refused key", says: "does not accept the access key",
      swedish: "godtar inte åtkomstnyckeln"
    ) { _ in answer("401 Unauthorized", ["Content-Type: application/problem+json"], "{}") },
    Row(
      testDescription: "a key without the scope", says: "records:read", swedish: "records:read"
    ) { _ in answer("403 Forbidden", []) },
    Row(testDescription: "no such address", says: "records:read", swedish: "records:read") { _ in
      answer("404 Not Found", ["Content-Type: text/html"], "<html></html>")
    },
    Row(testDescription: "busy", says: "is busy (status 503)", swedish: "är upptagen (status 503)")
    {
      _ in answer("503 Service Unavailable", ["Retry-After: 0"])
    },
    Row(testDescription: "broken", says: "status 500", swedish: "status 500") { _ in
      answer("500 Internal Server Error", [])
    },
    Row(
      testDescription: "an endless body", says: "more than a page of a feed",
      swedish: "mer än en sida av ett flöde"
    ) { _ in
      .endless(head("200 OK", lines), more: String(repeating: "x", count: 1 << 16))
    },
    Row(
      testDescription: "endless heads", says: "cannot be reached", swedish: "kan inte nås"
    ) { _ in .endless("HTTP/1.1 200 OK\r\n", more: "X-More: 0123456789\r\n") },
    Row(
      testDescription: "no head", says: "in time", swedish: "i tid"
    ) { _ in .silent("") },
    Row(
      testDescription: "a body that never ends", says: "in time", swedish: "i tid"
    ) { _ in .silent(head("200 OK", lines, length: 100) + "{") },
    Row(
      testDescription: "a body that breaks off", says: "cannot be reached", swedish: "kan inte nås"
    ) { _ in .answer(head("200 OK", lines, length: 100) + "{") },
    Row(
      testDescription: "something else than HTTP", says: "cannot be reached",
      swedish: "kan inte nås"
    ) { _ in .answer("SSH-2.0-OpenSSH_9.6\r\n") },
    Row(
      testDescription: "a cursor that does not fit", says: "do not fit", swedish: "inte passar"
    ) { line in
      line.contains("publications")
        ? answer("200 OK")
        : answer("200 OK", [lines[0], "Authledger-Cursor: 1-5", "Authledger-Head: 1-5"])
    },
    Row(
      testDescription: "half a record", says: "ends within a record",
      swedish: "slutar mitt i en post"
    ) { line in
      line.contains("publications")
        ? answer("200 OK")
        : answer("200 OK", [lines[0], "Authledger-Cursor: 1-1", "Authledger-Head: 1-1"], "{")
    },
    Row(
      testDescription: "nonsense in problem+json", says: "status 410", swedish: "status 410"
    ) { _ in answer("410 Gone", ["Content-Type: application/problem+json"], "[]") },
  ]

  /// The key of a ledger that nobody serves.
  private func key() throws -> String {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.signed(folder.file("ledger"))
    try ledger.publishRound(1)
    return "\(try ledger.keyHistory(of: ledger.rootOrigin()).signing[0])"
  }

  @Test("each is one clear sentence after a few tries, and nothing is taken", arguments: rows)
  func trouble(row: Row) async throws {
    let leader = try CannedLeader(row.behaviour)
    defer { leader.stop() }
    let follow = try Follow()
    // Only a leader that says nothing has to be waited for.
    let time = ["--answer-milliseconds", row.says == "in time" ? "400" : "60000"]
    let outcome = try await follow.once(leader.url, key: key(), time)
    #expect(!outcome.isKilled)
    let isFinding = row.says == "is not one"
    #expect(outcome.code == (isFinding ? 1 : 69), "\(outcome.error)")
    #expect(outcome.error.contains(row.says), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.error.contains(Follow.accessKey))
    #expect(try follow.count() == 0)
    let swedish = try await follow.once(
      leader.url, time + ["--language", "sv"])
    #expect(swedish.error.contains(row.swedish), "\(swedish.error)")
    #expect(leader.requests.allSatisfy { $0.hasPrefix("GET /v1/") })
  }

  @Test("a certificate that nobody vouches for is refused, and the key is not sent")
  func untrusted() async throws {
    let folder = try TemporaryFolder()
    let openssl = URL(filePath: "/usr/bin/openssl")
    let made = try await ChildProcess(
      openssl,
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-subj",
        "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder.file("key"),
        "-out", folder.file("certificate"),
      ]
    ).endedInTime()
    #expect(made.code == 0, "\(made.error)")
    let port = try Ports.free()
    let server = try ChildProcess(
      openssl,
      [
        "s_server", "-accept", "127.0.0.1:\(port)", "-key", folder.file("key"), "-cert",
        folder.file("certificate"), "-www",
      ], input: .open)
    _ = try await server.firstLine()
    let outcome = try await Follow().once("https://127.0.0.1:\(port)", key: key())
    server.send(SIGTERM)
    let said = try await server.ended()
    #expect(outcome.code == 69, "\(outcome.error)")
    #expect(outcome.error.contains("its certificate is not accepted"), "\(outcome.error)")
    #expect(!said.output.contains(Follow.accessKey))
  }

  @Test("a leader that is not there is tried again, with waits that grow")
  func waits() async throws {
    let follow = try Follow()
    let port = try Ports.free()
    let outcome = try await follow.once("http://127.0.0.1:\(port)", key: key())
    #expect(outcome.code == 69)
    #expect(outcome.error.components(separatedBy: "Trying again").count == 5, "\(outcome.error)")
  }

  @Test(
    "what is no address, key or access key is refused before anything is made",
    arguments: [
      (["http://ledger.example.com"], "https://"), (["ftp://127.0.0.1"], "must be like"),
      (["https://u:p@ledger.example.com"], "must be like"), (["nonsense"], "must be like"),
      (["http://127.0.0.1:1", "--key", "nonsense"], "name+id+key"),
      (["http://127.0.0.1:1", "--access-key-file", "/nowhere"], "/nowhere is not there"),
      (["http://127.0.0.1:1"], "--key is needed"),
    ])
  func usage(arguments: [String], says: String) async throws {
    let follow = try Follow()
    let outcome = try await ChildProcess(
      Program.product("authledger-connect"),
      ["follow", "--once", "--ledger", follow.directory] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "AUTHLEDGER_ACCESS_KEY": "key"]
    ).endedInTime()
    #expect([64, 66].contains(outcome.code), "\(outcome.code) \(outcome.error)")
    #expect(outcome.error.contains(says), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: follow.directory))
  }

  @Test("without an access key it says where one is made; one that others may read is refused")
  func accessKey() async throws {
    let follow = try Follow()
    func run(_ more: [String]) async throws -> ChildProcess.Outcome {
      try await ChildProcess(
        Program.product("authledger-connect"),
        ["follow", "http://127.0.0.1:1", "--once", "--ledger", follow.directory] + more
      ).endedInTime()
    }
    let none = try await run([])
    #expect(none.code == 64)
    #expect(none.error.contains("keys create"))
    let file = follow.folder.file("key")
    try Data("ak_canary\n".utf8).write(to: URL(filePath: file))
    chmod(file, 0o644)
    let open = try await run(["--access-key-file", file])
    #expect(open.code == 74)
    #expect(open.error.contains("chmod 600"))
    #expect(!open.error.contains("canary"))
  }
}
