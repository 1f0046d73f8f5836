import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Vault

@testable import Connector

/// Credentials that no key opens any more: their company is told, and the others go on.
@Suite struct UnopenableTests {
  private let journey: Journey

  init() throws { journey = try Journey() }

  private var file: String { journey.folder.file("ledger/vault.sqlite") }

  /// What of a company is sealed becomes bytes that are none of ours.
  private func damage(_ company: Company = .acme) async throws {
    _ = try await SQLiteShell.run(
      "UPDATE credential SET sealed = randomblob(64) WHERE company = '\(company)'", on: file)
  }

  /// As if the process died with tokens that the ledger does not know of yet.
  private func pending(_ company: Company) async throws -> AttemptID {
    let connector = journey.connector
    let departure = try await connector.start(company, .fortnox, by: .administrator)
    let received = CallbackReceived(attempt: departure.attempt, answer: .code, verdict: .accepted)
    try connector.ledger.append(
      [Command(.callbackReceived(received), by: .provider(.fortnox))], to: company)
    let now = journey.clock.effects.now()
    try journey.vault.store(
      Credentials(
        accessToken: "canary-crash", accessTokenExpiresAt: now.adding(seconds: 3600),
        refreshToken: "canary-crash-refresh", refreshTokenExpiresAt: now.adding(seconds: 7200),
        scopes: ["companyinformation"]),
      of: company, .fortnox, as: .pending, attempt: departure.attempt, at: now)
    return departure.attempt
  }

  @Test("one company's pending credentials do not keep the others from being healed")
  func others() async throws {
    _ = try await pending(.acme)
    let attempt = try await pending(.beta)
    try await damage()
    await #expect(throws: VaultError.self) { try await journey.another().heal() }
    #expect(try journey.connector.state(of: .beta, .fortnox).grant?.attempt == attempt)
    #expect(try journey.story().last == "callback(accepted)", "somebody may put the key back")
    journey.clock.advance(seconds: Limits.attemptSeconds)
    #expect(try await journey.connector.sweep().healed == 1)
    #expect(try journey.story().last == "failed(check, checkUnknown)", "no attempt stays open")
    #expect(try journey.vault.companies(.pending).isEmpty)
  }

  @Test("they can be removed, which the provider is not told")
  func removal() async throws {
    try await journey.connect()
    try await damage()
    for _ in 0..<2 {
      await #expect(throws: VaultError.self) {
        _ = try await journey.connector.accessToken(of: .acme, .fortnox)
      }
    }
    #expect(try journey.story().filter { $0 == "failed(refresh, unrecognised)" }.count == 1)
    let explanation = try journey.connector.ledger.explanation(of: .acme)
    #expect(explanation?.verdict == .credentialsUnusable)
    let isRevoked = try await journey.connector.remove(
      .acme, .fortnox, reason: .requested, ticket: nil, by: .administrator)
    #expect(!isRevoked && journey.fortnox.count("revoke") == 0)
    #expect(try journey.vault.companies(.current).isEmpty)
    try await journey.connect()
    #expect(try journey.story().last == "approved(consent)")
  }

  @Test("one that cannot be refreshed does not keep the others from it")
  func refreshing() async throws {
    try await journey.connect()
    let attempt = try #require(try journey.grant?.attempt)
    _ = try await pending(.beta)
    #expect(try await journey.connector.sweep().healed == 1)
    try await damage()
    journey.clock.advance(seconds: 6 * 86_400 + 60)
    let before = journey.fortnox.count("refresh")
    await #expect(throws: VaultError.self) { try await journey.connector.refreshDue() }
    #expect(journey.fortnox.count("refresh") == before + 1, "beta's, although acme comes first")
    #expect(try journey.grant?.attempt == attempt)
  }

  @Test("credentials that are gone are recorded once a day, and a new consent ends it")
  func missing() async throws {
    try await journey.connect()
    try journey.vault.erase(.acme, .fortnox, .current)
    for _ in 0..<2 {
      await #expect(throws: ConnectorError.noCredentials(.acme)) {
        _ = try await journey.connector.accessToken(of: .acme, .fortnox)
      }
    }
    #expect(try journey.story().filter { $0 == "failed(refresh, unrecognised)" }.count == 1)
    let findings = try journey.connector.state(of: .acme, .fortnox).findings.all
    #expect(findings.map(\.kind) == [.credentialsMissing])
    try await journey.connect()
    #expect(try journey.connector.state(of: .acme, .fortnox).findings.isEmpty)
  }
}
