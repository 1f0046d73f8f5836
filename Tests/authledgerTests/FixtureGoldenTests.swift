import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations
import TestSupport
import Testing

/// What every sample history must project to: status, company log and explanation as the command
/// line prints them, and the bytes of every record.
///
/// The ledgers are made with a clock that stands still and random numbers that repeat, so that the
/// files hold ids and hashes too.
@Suite struct FixtureGoldenTests {
  private static let moment = "2026-11-24T00:00:00.000Z"

  private let folder: TemporaryFolder
  private let golden = Golden(Golden.root.appending(path: "Fixtures/golden"))

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Fixture.all.map(\.name))
  func history(_ name: String) async throws {
    let fixture = try #require(Fixture.all.first { $0.name == name })
    let directory = folder.file("ledger")
    let ledger = try Ledger.create(
      directory, properties: [.product: "Moment"], effects: .afterFixtures)
    _ = try ledger.importLines(
      from: ImportSource(Array(fixture.text.utf8), name: name), by: .operator)
    try golden.expect(String(decoding: ledger.exported(), as: UTF8.self), "\(name)/records.jsonl")
    var integrations: [(Company, Provider)] = []
    for provider in Provider.allCases {
      try ledger.forEachIntegration(provider) { view in
        integrations.append((view.company, provider))
        return true
      }
    }
    try ledger.close()
    for (company, provider) in integrations {
      try await expect(company, provider, in: directory, "\(name)/\(company).\(provider.rawValue)")
    }
  }

  private func expect(
    _ company: Company, _ provider: Provider, in directory: String, _ prefix: String
  ) async throws {
    let options = [
      company.id, "--provider", provider.rawValue, "--at", Self.moment, "--ledger", directory,
    ]
    let program = Program()
    func output(_ command: String, _ format: String, _ language: String) async throws -> String {
      let outcome = try await program.run(
        [command] + options + ["--format", format, "--language", language])
      #expect(outcome.error.isEmpty)
      // The commands that it prints name the ledger.
      let printed = outcome.output.replacing(directory, with: "ledger")
      return command == "why" ? printed + "exit \(outcome.code)\n" : printed
    }
    try golden.expect(try await output("status", "json", "en"), prefix + ".status.json")
    try golden.expect(try await output("why", "json", "en"), prefix + ".why.json")
    for language in Language.allCases.map(\.rawValue) {
      try golden.expect(try await output("log", "table", language), "\(prefix).log.\(language).txt")
      try golden.expect(try await output("why", "table", language), "\(prefix).why.\(language).txt")
    }
  }

  @Test("no golden file is left of a history that is gone")
  func none() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Golden.root.appending(path: "Fixtures/golden").path)
    #expect(Set(folders) == Set(Fixture.all.map(\.name)))
  }
}
