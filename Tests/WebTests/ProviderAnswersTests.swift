import Foundation
import TestSupport
import Testing

/// What providers and browsers gave other people, byte by byte, and what must come of it.
///
/// Each folder of `provider-answers` is a case; the runner stands in for Fortnox.
@Suite(.timeLimit(.minutes(10))) struct ProviderAnswersTests {
  /// It takes a thread of its own: those that tests share are few.
  @Test("every case")
  func cases() async throws {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try runAndWait() }) }
    }
  }

  private func runAndWait() throws {
    let folder = try TemporaryFolder()
    let place = Golden.root.appending(path: "Tests/WebTests/provider-answers")
    let cases = try FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil
    ).filter { FileManager.default.fileExists(atPath: $0.appending(path: "case.json").path) }
    #expect(cases.count == 17)
    let runner = Process()
    runner.executableURL = URL(filePath: "/usr/bin/python3")
    runner.arguments =
      [place.appending(path: "run_case.py").path] + cases.map(\.path).sorted()
    let port = try Ports.pair()
    runner.environment = [
      "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1",
      "AUTHLEDGER_BIN": try Program.product("authledger").deletingLastPathComponent().path,
      "CASE_LEDGER": folder.file("ledger"), "CASE_PORT": "\(port)",
      "CASE_PROVIDER_PORT": "\(try Ports.free())",
    ]
    let output = Pipe()
    runner.standardOutput = output
    runner.standardError = output
    try runner.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    runner.waitUntilExit()
    #expect(runner.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
  }
}
