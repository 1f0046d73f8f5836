import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Every command that the programs print runs as it is printed.
@Suite struct HintTests {
  /// A folder with a ledger in it, and the programs to run there.
  private struct Session {
    let folder: TemporaryFolder
    /// A name that must be quoted.
    var ledger: String { folder.file("my ledger") }

    /// Runs a command as a shell runs it.
    func shell(_ line: String) async throws -> Program.Outcome {
      let products = try Program.product("authledger").deletingLastPathComponent().path
      return try await Program(environment: ["PATH": "\(products):/usr/bin:/bin"]).run(
        URL(filePath: "/bin/sh"), ["-c", line], in: folder.path)
    }
  }

  /// The commands in what was printed: in backquotes, or from the program's name to the line's end.
  private static func commands(in printed: String) -> [String] {
    printed.split(separator: "\n").flatMap { line -> [String] in
      let parts = line.split(separator: "`", omittingEmptySubsequences: false)
      if parts.count > 1 {
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
      }
      // Programs read the lines of JSON.
      guard !line.hasPrefix("{"), !line.hasPrefix("$"), !line.hasPrefix("authledger"),
        let start = line.firstRange(of: /authledger(-connect)? [a-z]/)?.lowerBound
      else { return [] }
      return [String(line[start...])]
    }.filter { $0.hasPrefix("authledger") }
  }

  private static let asked = [
    "status acme", "status nobody", "status acme --at '#5'", "why acme --at '#5' --language sv",
    "failures", "log nobody", "why system", "prove nobody 3", "doctor", "verify", "people show",
    "people show administrator:nobody",
    "people introduce administrator:u-1 --company nobody --data '{\"name\":\"A\"}'",
    "checkpoint --rotate-key", "checkpoint --rotate-key", "checkpoint --retire-key", "restore",
    "backup copy", "status --folow", "help nope", "record acme approved", "history nobody",
    "status fails", "init --product Tidbok", "checkpoint --state",
  ]

  @Test("in a session, every command that is printed runs")
  func session() async throws {
    let session = Session(folder: try TemporaryFolder())
    var seen: Set<String> = []
    func read(_ line: String) async throws {
      let printed = try await session.shell(line + " 2>&1").output
      // At once, since the next command may change what this one is about.
      for command in Self.commands(in: printed) where seen.insert(command).inserted {
        try await Self.expectRun(command, session)
      }
    }
    let option = " --ledger 'my ledger'"
    try await read("authledger demo" + option)
    for line in Self.asked {
      try await read("authledger \(line)\(option)")
      let isListed = ["status", "why", "doctor", "verify", "people show"].contains {
        line.hasPrefix($0)
      }
      if isListed { try await read("authledger \(line)\(option) --format table") }
    }
    let listed = try await session.shell("authledger status --format csv" + option)
    for company in listed.output.split(separator: "\n").dropFirst() {
      try await read("authledger why \(company.prefix { $0 != "," }) --format table" + option)
    }
    try await read("authledger status --ledger 'no ledger'")
    try await read("authledger-connect credentials" + option)
    try await read("authledger init --ledger new")
    #expect(seen.count > 40, "\(seen)")
  }

  private static func expectRun(_ command: String, _ session: Session) async throws {
    guard !command.hasPrefix("authledger-connect serve") else {
      // It would serve until it is stopped.
      let help = try await session.shell("authledger-connect help serve")
      #expect(help.code == 0, "\(command)")
      return
    }
    let outcome = try await session.shell(command + " </dev/null")
    #expect([0, 1, 2].contains(outcome.code), "\(command): \(outcome)")
    #expect(command.contains(" help") || command.contains("--ledger"), "\(command)")
  }

  @Test("with the default ledger a command is printed without an option")
  func usual() async throws {
    let folder = try TemporaryFolder()
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let outcome = try await Program().run(
      ["status", "acme", "--format", "table"], in: folder.path)
    #expect(outcome.output.hasSuffix("Why: authledger why acme\n"), "\(outcome)")
  }

  @Test("no printed text leads to a file of the sources")
  func files() throws {
    let root = Golden.root.appending(path: "Sources")
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path)
    where path.hasSuffix(".swift") {
      // Programs read this one, and docs/json.md says what it is.
      guard !path.hasSuffix("VerdictCode.swift") else { continue }
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for line in source.split(separator: "\n")
      where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
        #expect(!line.contains("docs/") && !line.contains("Schema/"), "\(path): \(line)")
      }
    }
  }
}
