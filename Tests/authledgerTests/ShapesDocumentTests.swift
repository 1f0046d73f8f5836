import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// What docs/json.md says of each command is what the command prints.
@Suite struct ShapesDocumentTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Ledger.ofFixtures(folder.file("ledger")).close()
  }

  /// The words between backticks in a section of the document, or a part of it.
  private static func documented(_ heading: String) throws -> Set<String> {
    let text = try String(
      contentsOf: Golden.root.appending(path: "docs/json.md"), encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "\n## ").first { $0.hasPrefix("`\(heading)`") },
      "there is no section \(heading)")
    return Set(
      section.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }
        .map(\.element))
  }

  struct Shape: Sendable, CustomTestStringConvertible {
    var section: String
    var arguments: String
    /// Keys that the samples have for certain.
    var keys: String
    var testDescription: String { arguments }
  }

  private static let at = "--at 2026-11-24"

  @Test(
    "every key that is printed is documented, and those that must be there are printed",
    arguments: [
      Shape(
        section: "status", arguments: "status --changed-since 60d \(at)",
        keys: "company provider at phase verdict settings grant attempt records changedAt"),
      Shape(section: "status", arguments: "status --summary", keys: "phase verdict count"),
      Shape(
        section: "why", arguments: "why * \(at)",
        keys: "company provider verdict title cause state since last count fixer retry ways"),
      Shape(
        section: "failures", arguments: "failures \(at)",
        keys: "verdict provider count since latest fixer retry companies more see"),
      Shape(
        section: "failures", arguments: "failures --companies \(at)",
        keys: "company provider verdict phase layer since latest fixer see"),
      Shape(
        section: "find", arguments: "find acme",
        keys: "kind value exact company position time records next"),
      Shape(section: "find", arguments: "find 482915", keys: "kind value provider"),
    ])
  func shape(_ shape: Shape) async throws {
    let words = shape.arguments.split(separator: " ").map(String.init)
    let outcome = try await program.run(words + ["--format", "json"])
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    let printed = Set(rows.flatMap(\.keys))
    #expect(printed.subtracting(try Self.documented(shape.section)).isEmpty)
    #expect(Set(shape.keys.split(separator: " ").map(String.init)).isSubset(of: printed))
    let lines = try await program.run(words + ["--format", "jsonl"]).output
    #expect(lines.split(separator: "\n").count == rows.count && !rows.isEmpty)
  }
}
