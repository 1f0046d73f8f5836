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
    #expect(try SQLiteShell.run("PRAGMA user_version", on: file) == "2")
    _ = try SQLiteShell.run("PRAGMA user_version = 3", on: file)
    #expect(throws: VaultError.newer(file: file)) {
      _ = try Vault(directory, keys: VaultKeys(directory, environment: [:]))
    }
  }
}
