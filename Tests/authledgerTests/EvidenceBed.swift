import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations
import TestSupport
import Testing

/// A ledger with one company's history, and the program on it.
struct EvidenceBed {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Self.makeLedger(folder.file("ledger"), effects: .afterFixtures)
  }

  /// Makes a ledger of the same name with the company's history in it.
  private static func makeLedger(_ directory: String, effects: Effects) throws {
    let ledger = try Ledger.signed(directory, effects: effects)
    _ = try ledger.importLines(
      from: ImportSource(Array(fixtureText("acme").utf8), name: "acme"), by: .operator)
    try ledger.close()
  }

  /// Makes a ledger of the same name and length with other records, and says where.
  func fork() throws -> String {
    let directory = folder.file("forked")
    try Self.makeLedger(
      directory, effects: TestEffects("2026-11-24T00:00:00.000Z", seed: 2).effects)
    return directory
  }
}

/// A suite on such a ledger.
protocol EvidenceSuite {
  var bed: EvidenceBed { get }
}

extension EvidenceSuite {
  var folder: TemporaryFolder { bed.folder }
  var program: Program { bed.program }

  func succeed(_ arguments: String...) async throws -> String {
    let outcome = try await program.run(arguments)
    #expect(outcome.code == 0, "\(outcome)")
    return outcome.output
  }

  /// Saves settings with these registers, as JSON strings.
  func settings(_ registers: String, _ company: String = "acme") async throws {
    _ = try await succeed(
      "record", company, "configured", "--data", #"{"transfers":[\#(registers)],"enabled":false}"#)
  }

  /// Runs the script that checks evidence and shares no code with ours.
  func audit(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.script("audit.py", arguments)
  }

  /// The program where there is no ledger.
  var away: Program { Program(environment: ["AUTHLEDGER_HOME": "/nonexistent"]) }

  func write(_ text: String, _ name: String) throws -> String {
    let path = folder.file(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}

extension Program {
  /// Runs a script of this folder, which shares no code with ours.
  static func script(_ name: String, _ arguments: [String]) async throws -> Outcome {
    let script = Golden.root.appending(path: "Tests/authledgerTests/\(name)").path
    return try await Program().run(URL(filePath: "/usr/bin/python3"), ["-B", script] + arguments)
  }
}

/// The lines of one sample history.
func fixtureText(_ name: String) -> String {
  guard let fixture = Fixture.all.first(where: { $0.name == name }) else {
    preconditionFailure("there is no history \(name)")
  }
  return fixture.text
}
