import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// What people see, kept as files that can be read: seven questions on screens of four widths.
@Suite struct ScreenGoldenTests {
  private static let questions = [
    ["status"], ["status", "acme"], ["why", "acme"], ["log", "acme"], ["history", "acme"],
    ["failures"], ["replay", "acme"], ["verify"],
  ]

  @Test("screens", arguments: [60, 80, 120, 200], ["en", "sv"])
  func screens(columns: Int, language: String) async throws {
    let folder = try TemporaryFolder()
    let ledger = folder.file("ledger")
    let all = try Ledger.ofFixtures(ledger)
    let last = try #require(try all.records(RecordQuery()).last)
    try all.close()
    let program = Program(environment: [
      "AUTHLEDGER_HOME": ledger, "AUTHLEDGER_FORMAT": "table", "AUTHLEDGER_LANGUAGE": language,
      "COLUMNS": "\(columns)",
    ])
    var screens: [String] = []
    for question in Self.questions {
      // The moment is fixed, so that the screen is the same on any day.
      let moment = question == ["verify"] ? [] : ["--at", "#\(last.position.number)"]
      let said = try await program.run(question + moment)
      #expect(said.error.isEmpty, "\(said.error)")
      for line in said.output.split(separator: "\n") where !line.contains("authledger ") {
        #expect(line.count <= columns, "\(question): \(line)")
      }
      screens.append("$ authledger \(question.joined(separator: " "))\n\(said.output)")
    }
    let output = screens.joined(separator: "\n").replacing(ledger, with: "LEDGER")
    try Golden.screens.expect(output, "\(language)-\(columns).txt")
  }
}

extension Golden {
  fileprivate static let screens = Golden(
    root.appending(path: "Tests/authledgerTests/golden/screens"))
}
