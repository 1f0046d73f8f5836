import Foundation
import TestSupport
import Testing

/// The imitation of Fiken, asked by clients that others wrote.
@Suite(.timeLimit(.minutes(20))) struct FikenClientTests {
  @Test("requests-oauthlib and Authlib complete code flow, refresh and revocation against it")
  func clients() async throws {
    let fiken = try await FikenImitation()
    let process = try ChildProcess(
      URL(filePath: "/usr/bin/python3"),
      [
        Golden.root.appending(path: "Tests/SandboxTests/fiken_client.py").path, fiken.base,
        FikenImitation.redirectURI, "canary-client",
      ], input: .bytes(Array(FikenImitation.secret.utf8)))
    let outcome = try await process.endedInTime()
    #expect(outcome.code == 0 && outcome.output.contains("agreed"), "\(outcome)")
  }
}
