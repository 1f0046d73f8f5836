import Foundation
import TestSupport
import Testing

/// What providers and browsers gave other people, byte by byte, and what must come of it.
///
/// Each folder of `provider-answers` is a case; the runner stands in for Fortnox.
@Suite(.timeLimit(.minutes(10))) struct ProviderAnswersTests {
  @Test("every case")
  func cases() async throws {
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
        "CASE_LEDGER": folder.file("ledger"), "CASE_PORT": "\(try Ports.row())",
        "CASE_PROVIDER_PORT": "\(try Ports.free())",
      ])
    let outcome = try await runner.ended()
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
  }
}
