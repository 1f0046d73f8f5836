import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// What people get who ask for something that cannot be: one sentence, one exit code, no change.
@Suite struct ErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var code: Int32
    var says: [String]

    init(_ line: String, _ code: Int32, _ says: String...) {
      arguments = line.split(separator: " ").map(String.init)
      self.code = code
      self.says = says
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let cases = [
    Case("nonsense", 64, "nonsense"),
    Case("status --at tomorrow", 64, "tomorrow", "2026-11-03T09:00:00+01:00", "yesterday"),
    Case("status --at 2026-02-30", 64, "2026-02-30"),
    Case("status --at #0", 64, "#0", "'#41'"),
    Case("status --at #999999", 65, "#999999", "#9"),
    Case("status ACME", 64, "ACME", "a-z"),
    Case("status nobody", 66, "nobody", "authledger status"),
    Case("why nobody", 66, "nobody"),
    Case("log nobody", 66, "nobody"),
    Case("history nobody", 66, "nobody"),
    Case("replay nobody", 66, "nobody"),
    Case("why", 64, "company"),
    Case("why acme --language de", 64, "de", "en, sv"),
    Case("why acme --provider visma", 64, "visma", "fortnox"),
    Case("status --format xml", 64, "xml"),
    Case("history --type exploded", 64, "exploded", "configured"),
    Case("history --attempt 17", 64, "17", "UUID"),
    Case("history --actor bob", 64, "bob", "support:s-3"),
    Case("history --limit 0", 64, "--limit"),
    Case("history --follow --reverse", 64, "--reverse"),
    Case("history --follow --format json", 64, "jsonl"),
    Case("replay --check acme", 64, "whole ledger"),
    Case("replay --check --rebuild", 64, "not both"),
    Case("record acme exploded", 64, "exploded"),
    Case("record system configured", 64, "system"),
    Case("record acme configured --data {", 65, "JSON"),
    Case("record acme configured --data []", 65, "object"),
    Case("record acme configured", 65, "enabled"),
    Case(#"record acme configured --data {"transfers":[],"enabled":1}"#, 65, "enabled"),
    Case(#"record acme configured --data {"transfers":["cats"],"enabled":false}"#, 65, "cats"),
    Case(
      #"record acme configured --data {"transfers":[],"enabled":false,"x":1}"#, 65, "x"),
    Case(
      #"record acme configured --data {"transfers":[],"enabled":false,"companyCode":1}"#, 65,
      "companyCode", "not set by hand"),
    Case(#"record new configured --data {"transfers":[],"enabled":true}"#, 65, "authorize first"),
    Case(
      #"record acme serviceAccountSelected --data {"selected":true}"#, 65, "support", "remove"),
    Case(
      #"record acme serviceAccountSelected --data {"selected":true} --time 2999-01-01T00:00:00Z"#,
      65,
      "five minutes"),
    Case(
      #"record acme serviceAccountSelected --data {"selected":true} --expect-sequence 3"#, 75,
      "sequence 8", "3 was expected"),
    Case("record acme configured --expect-sequence -1", 64, "sequence"),
    Case("record acme configured --expect-sequence x", 64, "whole number"),
    Case("import /nonexistent.jsonl", 74, "/nonexistent.jsonl"),
    Case("import /tmp", 74, "directory"),
    Case("import /dev/zero", 65, "binary"),
    Case(
      #"people introduce administrator:u-1 --company new --data {"name":"Anna"}"#, 66, "new",
      "authledger status"),
    Case("record acme configured --actor anna@example.com", 64, "[removed]"),
    Case("demo --events 0", 64, "--events"),
    Case("init", 73, "already"),
    Case("init --origin https://example.com", 64, "origin"),
    Case("import - --origin example.com", 64, "--create"),
  ]

  @Test(arguments: cases)
  func refused(_ given: Case) async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Self.fill(directory)
    let before = try Self.content(directory)
    let outcome = try await Program(environment: ["AUTHLEDGER_HOME": directory]).run(
      given.arguments)
    #expect(outcome.code == given.code, "\(outcome)")
    #expect(outcome.output.isEmpty)
    for word in given.says {
      #expect(outcome.error.contains(word), "“\(word)” is not in: \(outcome.error)")
    }
    #expect(outcome.error.hasPrefix("authledger: "))
    #expect(outcome.error.filter { $0 == "\n" }.count == 1, "\(outcome.error)")
    #expect(try Self.content(directory) == before)
  }

  /// Every record and the digests of the projections, and which files there are.
  private static func content(_ directory: String) throws -> [String] {
    let ledger = try Ledger.open(directory, for: .reading)
    let digests = try ledger.checkProjections().projections.map(\.stored)
    let records = String(decoding: try ledger.exported(), as: UTF8.self)
    try ledger.close()
    return try FileManager.default.contentsOfDirectory(atPath: directory).sorted() + digests
      + [records]
  }

  private static func fill(_ directory: String) throws {
    let ledger = try Ledger.ofFixture("acme", directory)
    try ledger.close()
  }

  @Test("files that are no ledger of ours are told apart")
  func foreign() async throws {
    let folder = try TemporaryFolder()
    let file = folder.file("ledger.sqlite")
    let program = Program(environment: ["AUTHLEDGER_HOME": folder.path])
    #expect(try await program.run(["status"]).code == 66)

    try Data("This is a diary.".utf8).write(to: URL(filePath: file))
    let diary = try await program.run(["status"])
    #expect(diary.code == 65)
    #expect(diary.error.contains("is not a ledger"))
    #expect(try Data(contentsOf: URL(filePath: file)) == Data("This is a diary.".utf8))

    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    let folderInPlace = try await program.run(["status"])
    #expect([65, 74].contains(folderInPlace.code), "\(folderInPlace)")
  }

  @Test("a ledger cut short is damaged, and says so")
  func truncated() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Self.fill(directory)
    let file = URL(filePath: directory + "/ledger.sqlite")
    let bytes = try Data(contentsOf: file)
    try bytes.prefix(bytes.count / 2 / 4096 * 4096).write(to: file)
    let outcome = try await Program().run(["verify", "--ledger", directory])
    #expect(outcome.code == 65, "\(outcome)")
    #expect(outcome.error.contains("damaged"))
  }

  @Test("bad lines of an import are named by file and line, and nothing is taken in")
  func badLines() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Self.fill(directory)
    let good =
      #"{"company":"new","provider":"fortnox","action":"configured","#
      + #""time":"2026-11-03T09:00:00.000Z","actor":"administrator:u-17","#
      + #""data":{"transfers":[],"enabled":false}}"#
    let bad: [(String, String)] = [
      ("{", "JSON"),
      (good.replacing("configured", with: "exploded"), "exploded"),
      (good.replacing("2026-11-03", with: "2026-02-30"), "time"),
      (good.replacing(#""enabled":false"#, with: #""enabled":"no""#), "enabled"),
      (good.replacing("u-17", with: "Bob"), "actor"),
      (good.replacing("new", with: #"\ud800"#), "surrogate"),
      (good.replacing("fortnox", with: "\u{1}"), "control"),
      (
        good.replacing(
          #""data":{"#, with: #""data":{"note":"\#(String(repeating: "x", count: 1 << 20))","#),
        "longer"
      ),
    ]
    for (line, says) in bad {
      let file = folder.file("bad.jsonl")
      try Data("\(good)\n\(line)\n".utf8).write(to: URL(filePath: file))
      let outcome = try await Program().run(["import", file, "--ledger", directory])
      #expect(outcome.code == 65, "\(says): \(outcome)")
      #expect(outcome.error.contains("bad.jsonl:2:"), "\(outcome.error)")
      #expect(outcome.error.contains(says), "\(says): \(outcome.error)")
      #expect(outcome.error.utf8.count < 1000)
    }
    let status = try await Program().run(["status", "new", "--ledger", directory])
    #expect(status.code == 66)
  }
}

extension Ledger {
  static func ofFixture(_ name: String, _ directory: String) throws -> Ledger {
    let ledger = try Ledger.create(directory, effects: .afterFixtures)
    _ = try ledger.importLines(
      from: ImportSource(Array(fixtureText(name).utf8), name: name), by: .operator)
    return ledger
  }
}
