import Foundation
import Integrations
import Synchronization
import TestSupport
import Testing
import Vault
import Visits

/// The vault's key is changed while others go on.
@Suite struct RotationTests {
  private let folder: TemporaryFolder
  private let vault: Vault
  private let canary = Credentials.canary
  private let start = Timestamp(milliseconds: 0)
  private let attempt = AttemptID.ofCanary

  init() throws {
    folder = try TemporaryFolder()
    vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  private func secrets() -> AttemptSecrets {
    AttemptSecrets.canary(expiresAt: 1000)
  }

  @Test("a key that is given from outside is the new one, and never lands in the file")
  func given() throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    let given = String(repeating: "5a", count: 32)
    let environment = [VaultKeys.variable: given]
    let file = folder.file("keys/vault-key")
    let before = try String(contentsOfFile: file, encoding: .utf8)
    // The server already runs with the new key and has sealed something with it.
    let server = try Vault(folder.path, keys: VaultKeys(folder.path, environment: environment))
    try server.store(secrets())
    #expect(try Vault.changeKey(of: folder.path, environment: environment).count == 6)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
    #expect(
      try Vault.changeKey(of: folder.path, environment: environment, retiring: true).count == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).isEmpty)
    let alone = try Vault(folder.path, keys: VaultKeys([given], from: "the environment"))
    #expect(try alone.credentials(of: .acme, .fortnox)?.credentials == canary)
  }

  @Test("after a rotation everything opens, is sealed anew, and the old key can go")
  func rotation() throws {
    try vault.store(canary, of: .acme, .fortnox, as: .pending, attempt: attempt, at: start)
    try vault.store(secrets())
    let text = try String(contentsOfFile: folder.file("keys/vault-key"), encoding: .utf8)
    #expect(try Vault.changeKey(of: folder.path).count == 7)
    #expect(try Vault.changeKey(of: folder.path, retiring: true).count == 0)
    let after = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    #expect(try after.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    let known = text.split(separator: "\n").map(String.init)
    let restored = try Vault(folder.path, keys: VaultKeys(known, from: "a copy"))
    let error = #expect(throws: VaultError.self) {
      try restored.credentials(of: .acme, .fortnox, .pending)
    }
    guard case .unknownKey = error else {
      Issue.record("sealed under the old key: \(error as Any)")
      return
    }
  }

  @Test("a handle that was open all the while goes on through rotations, and so do its values")
  func rotationBeside() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    try vault.store(secrets())
    let (vault, path, canary, attempt, start) = (vault, folder.path, canary, attempt, start)
    // As a server would: it reads, writes and never looks for keys by itself.
    let rounds = Atomic(0)
    let working = Task.detached {
      var count = 0
      while !Task.isCancelled {
        var written = canary
        written.accessToken = "canary-access-token-\(count)"
        try vault.store(written, of: .beta, .fortnox, as: .current, attempt: attempt, at: start)
        let found = try vault.credentials(of: .beta, .fortnox)?.credentials
        guard found == written,
          try vault.credentials(of: .acme, .fortnox)?.credentials == canary
        else { throw VaultError.unopenable(field: "round \(count)") }
        count += 1
        rounds.store(count, ordering: .relaxed)
      }
      return (count, "canary-access-token-\(count - 1)")
    }
    var rotations = 0
    while rotations < 12 || rounds.load(ordering: .relaxed) < 12 {
      _ = try Vault.changeKey(of: path)
      _ = try Vault.changeKey(of: path, retiring: true)
      rotations += 1
      await Task.yield()
    }
    working.cancel()
    let (count, last) = try await working.value
    #expect(count >= 12)
    let after = try Vault(path, keys: VaultKeys(path, environment: [:]))
    #expect(try after.credentials(of: .beta, .fortnox)?.credentials.accessToken == last)
    #expect(try after.credentials(of: .acme, .fortnox)?.credentials == canary)
    #expect(try vault.find(attempt, browser: "canary-cookie")?.verifier == "canary-verifier")
    let lines = try String(contentsOfFile: folder.file("keys/vault-key"), encoding: .utf8)
    #expect(lines.split(separator: "\n").count == 1, "the older keys are gone")
  }

  @Test("one value that cannot be opened holds up no rotation, and its company is named")
  func unopenable() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    try vault.store(canary, of: .beta, .fortnox, as: .current, attempt: attempt, at: start)
    let file = folder.file("vault.sqlite")
    _ = try await SQLiteShell.run(
      """
      UPDATE credential SET sealed = CAST(substr(sealed, 1, 4) || randomblob(40) AS BLOB)
      WHERE company = 'acme' AND field = 'refreshToken'
      """, on: file)
    for isRetiring in [false, true] {
      let resealing = try Vault.changeKey(of: folder.path, retiring: isRetiring)
      #expect(resealing.unopened.map(\.company) == ["acme"])
      #expect(resealing.unopened.allSatisfy { "\($0)".hasPrefix("acme, fortnox: ") })
      #expect(resealing.count == (isRetiring ? 0 : 11))
    }
    #expect(try vault.credentials(of: .beta, .fortnox)?.credentials == canary)
  }

  @Test("two who change the key at once take turns, or one is told to try again")
  func rotatingTogether() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    let path = folder.path
    await withTaskGroup { group in
      for number in 0..<8 {
        group.addTask {
          do {
            _ = try Vault.changeKey(of: path, retiring: number % 2 == 1)
          } catch {
            guard case VaultError.busy = error else {
              Issue.record("\(error)")
              return
            }
          }
        }
      }
    }
    #expect(try vault.credentials(of: .acme, .fortnox)?.credentials == canary)
  }
}
