import EventLog
import Foundation
import TestSupport
import Testing

/// CSV that is opened in a spreadsheet, where a cell that begins with `=` is calculated.
@Suite struct SpreadsheetTests {
  @Test(
    "a cell that a spreadsheet would calculate is prefixed, and no other",
    arguments: [
      ("=1+1", "'=1+1"), ("+46 8 123", "'+46 8 123"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      (
        "=HYPERLINK(\"https://evil.example\",\"x\")",
        "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\""
      ),
      ("Anna = Bo", "Anna = Bo"), ("a-b", "a-b"), ("Ek, Anna", "\"Ek, Anna\""),
    ])
  func cell(name: String, expected: String) async throws {
    let folder = try TemporaryFolder()
    try Ledger.ofFixture("acme", folder.file("ledger")).close()
    let program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    let person = try JSONEncoder().encode(["name": name])
    let introduced = try await program.run(
      ["people", "introduce", "administrator:u-17", "--company", "acme", "--data", "-"],
      input: Array(person))
    #expect(introduced.code == 0, "\(introduced.error)")
    let shown = try await program.run(["people", "show", "--format", "csv"])
    #expect(shown.code == 0)
    let lines = shown.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].contains(",name,\(expected),"), "\(shown.output)")
  }
}
