import Foundation
import Integrations
import TestSupport
import Testing

/// What providers and browsers gave other people, byte by byte, and what must come of it.
///
/// Each folder of `provider-answers` is a case; the runner stands in for the provider. No kind is left
/// out anywhere: what cannot mean the same at a provider has another outcome there, and the case says why.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ProviderAnswersTests {
  @Test("every case", arguments: [Provider.fortnox, .fiken])
  func cases(provider: Provider) async throws {
    let folder = try TemporaryFolder()
    let place = Golden.root.appending(path: "Tests/WebTests/provider-answers")
    let cases = try FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil
    ).filter { FileManager.default.fileExists(atPath: $0.appending(path: "case.json").path) }
    #expect(cases.count == 17)
    let runner = try ChildProcess(
      URL(filePath: "/usr/bin/python3"),
      [place.appending(path: "run_case.py").path] + cases.map(\.path).sorted(),
      environment: [
        "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1",
        "AUTHLEDGER_BIN": try Program.product("authledger").deletingLastPathComponent().path,
        "CASE_PROVIDER": provider.rawValue, "CASE_LEDGER": folder.file("ledger"),
        "CASE_PORT": "\(try Ports.row())",
        "CASE_PROVIDER_PORT": "\(try Ports.free())",
      ])
    let outcome = try await runner.ended()
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    let passed = outcome.output.split(separator: "\n").filter { $0.hasPrefix("PASS ") }
    #expect(passed.count == cases.count)
  }
}
