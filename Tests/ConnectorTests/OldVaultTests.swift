import Foundation
import Integrations
import TestSupport
import Testing
import Vault

@testable import Connector

/// A vault of an earlier release is opened, brought up to date and used.
@Suite struct OldVaultTests {
  private static let ledgers = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "ledgers")
  private let company = Company.make("c-exchange-scope-array")

  private func journey() throws -> Journey {
    try Journey(
      copying: Self.ledgers.appending(path: "first-release").path,
      at: "2026-11-26T06:00:00.000Z")
  }

  @Test("its credentials open and work")
  func works() async throws {
    let journey = try journey()
    let kept = try #require(try journey.vault.credentials(of: company, .fortnox)).credentials
    let token = try #require(kept.refreshToken)
    #expect(kept.providerCompany == "482915")
    _ = try await journey.connector.accessToken(of: company, .fortnox)
    #expect(journey.fortnox.forms.contains { $0.contains("refresh_token=\(token)") })
    #expect(try await journey.another().heal() == 0)
    #expect(try journey.vault.others(than: .acme, .fortnox, at: "482915") == [company])
    let isRevoked = try await journey.connector.remove(
      company, .fortnox, reason: .offboarding, ticket: nil, by: .administrator)
    #expect(isRevoked)
  }

  @Test("it is brought up to date once, however many open it at the same time")
  func once() async throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("ledger")
    try Journey.copy(Self.ledgers.appending(path: "first-release").path, to: directory)
    let company = company
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let vault = try Vault(directory, keys: VaultKeys(directory, environment: [:]))
          return try vault.credentials(of: company, .fortnox) != nil
        }
      }
      for try await isThere in group { #expect(isThere) }
    }
    let file = directory + "/vault.sqlite"
    #expect(try await SQLiteShell.run("PRAGMA user_version", on: file) == "4")
    _ = try await SQLiteShell.run("PRAGMA user_version = 5", on: file)
    #expect(throws: VaultError.newer(file: file)) {
      _ = try Vault(directory, keys: VaultKeys(directory, environment: [:]))
    }
  }

  @Test("what was bound to less is sealed anew at the start, and refused when it is put back")
  func bound() async throws {
    let journey = try journey()
    let file = journey.folder.file("ledger/vault.sqlite")
    _ = try await SQLiteShell.run("CREATE TABLE old AS SELECT * FROM credential", on: file)
    let before = try #require(try journey.vault.credentials(of: company, .fortnox)).credentials
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          do { try journey.another().vault.resealFormerBinding() } catch {
            Issue.record("\(error)")
          }
        }
      }
    }
    #expect(try await journey.connector.heal() == 0)
    #expect(try journey.vault.credentials(of: company, .fortnox)?.credentials == before)
    _ = try await SQLiteShell.run(
      "DELETE FROM credential; INSERT INTO credential SELECT * FROM old", on: file)
    for vault in [journey.vault, try journey.another().vault] {
      let error = #expect(throws: VaultError.self) {
        try vault.credentials(of: company, .fortnox)
      }
      #expect(error?.isUnopenable == true)
    }
  }

  @Test("a value whose key is not here keeps its old binding until the key is back")
  func awaitingKey() async throws {
    let journey = try journey()
    let file = journey.folder.file("ledger/keys/vault-key")
    let key = try String(contentsOfFile: file, encoding: .utf8)
    try String(repeating: "0a", count: 32).write(
      toFile: file, atomically: false, encoding: .utf8)
    _ = try? await journey.another().heal()
    try key.write(toFile: file, atomically: false, encoding: .utf8)
    let vault = try journey.another().vault
    #expect(try vault.credentials(of: company, .fortnox) != nil)
    try vault.resealFormerBinding()
    #expect(try vault.credentials(of: company, .fortnox) != nil)
  }
}
