import EventLog
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// What a crash leaves, built by hand, and what the next start makes of it.
@Suite struct HealingTests {
  private func credentials(_ journey: Journey, company: String? = "4711") -> Credentials {
    let now = journey.clock.effects.now()
    return Credentials(
      accessToken: "canary-crash", accessTokenExpiresAt: now.adding(seconds: 3600),
      refreshToken: "canary-crash-refresh",
      refreshTokenExpiresAt: now.adding(seconds: Limits.endlessTokenSeconds),
      scopes: ["companyinformation", "customer", "project"], providerCompany: company)
  }

  private func heal(_ journey: Journey) async throws {
    let connector = try journey.another()
    try await connector.heal()
    let story = try journey.story()
    #expect(try await connector.heal() == 0, "there is nothing left to heal")
    #expect(try journey.story() == story)
    #expect(try journey.vault.companies(.pending).isEmpty)
    #expect(try journey.vault.refreshesUnderWay().isEmpty)
  }

  @Test("an attempt that the ledger does not know yet may be starting; it ends with its time")
  func unknownAttempt() async throws {
    let journey = try Journey()
    try journey.configure()
    let attempt: AttemptID = journey.clock.effects.id()
    try journey.vault.store(
      AttemptSecrets(
        attempt: attempt, company: .acme, provider: .fortnox, state: "s", browser: "b",
        verifier: "v", expiresAt: journey.clock.effects.now().adding(seconds: 60)))
    try await heal(journey)
    #expect(try journey.vault.openAttempts().map(\.attempt) == [attempt], "its start may come yet")
    journey.clock.advance(seconds: 60)
    try await heal(journey)
    #expect(try journey.vault.openAttempts().isEmpty)
    #expect(try journey.story() == ["configured"])
  }

  /// As if the process died right after the callback was accepted.
  private func accepted(_ journey: Journey) async throws -> AttemptID {
    let departure = try await journey.start()
    let received = CallbackReceived(attempt: departure.attempt, answer: .code, verdict: .accepted)
    try journey.connector.ledger.append(
      [Command(.callbackReceived(received), by: .provider(.fortnox))], to: .acme)
    return departure.attempt
  }

  @Test("an accepted code without credentials is an exchange of unknown outcome, sent no more")
  func lostCode() async throws {
    let journey = try Journey()
    try journey.configure()
    _ = try await accepted(journey)
    try await heal(journey)
    #expect(try journey.story().last == "failed(exchange, exchangeUnknown)")
    #expect(journey.fortnox.count("exchange") == 0)
  }

  @Test("pending credentials of an open attempt become a grant")
  func pendingOpen() async throws {
    let journey = try Journey()
    try journey.configure()
    let attempt = try await accepted(journey)
    try journey.vault.store(
      credentials(journey, company: nil), of: .acme, .fortnox, as: .pending, attempt: attempt,
      at: journey.clock.effects.now())
    try await heal(journey)
    #expect(try journey.story().last == "approved(consent)")
    #expect(
      try journey.vault.credentials(of: .acme, .fortnox)?.credentials.accessToken == "canary-crash")
  }

  @Test("pending credentials of the grant become current")
  func pendingGrant() async throws {
    let journey = try Journey()
    try await journey.connect()
    let attempt = try #require(try journey.grant?.attempt)
    try journey.vault.erase(.acme, .fortnox, .current)
    try journey.vault.store(
      credentials(journey), of: .acme, .fortnox, as: .pending, attempt: attempt,
      at: journey.clock.effects.now())
    try await heal(journey)
    #expect(try journey.vault.credentials(of: .acme, .fortnox)?.attempt == attempt)
    #expect(try journey.story().last == "approved(consent)")
  }

  @Test("pending credentials of an attempt that ended are revoked and erased")
  func pendingEnded() async throws {
    let journey = try Journey()
    try journey.configure()
    let attempt = try await accepted(journey)
    _ = try await journey.start()
    try journey.vault.store(
      credentials(journey), of: .acme, .fortnox, as: .pending, attempt: attempt,
      at: journey.clock.effects.now())
    try await heal(journey)
    #expect(journey.fortnox.count("revoke") == 1)
    #expect(try journey.grant == nil)
  }

  @Test("a refresh that was sent and not answered is of unknown outcome")
  func refreshSent() async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.clock.advance(seconds: 60)
    try journey.vault.markRefresh(of: .acme, .fortnox, sentAt: journey.clock.effects.now())
    try await heal(journey)
    #expect(try journey.story().last == "failed(refresh, refreshUnknown)")
  }

  @Test("credentials that are newer than the grant says tell the ledger so")
  func newer() async throws {
    let journey = try Journey()
    try await journey.connect()
    let attempt = try #require(try journey.grant?.attempt)
    journey.clock.advance(seconds: 3 * 86_400)
    try journey.vault.store(
      credentials(journey), of: .acme, .fortnox, as: .current, attempt: attempt,
      at: journey.clock.effects.now())
    try await heal(journey)
    #expect(try journey.story().last == "approved(refresh)")
  }

  @Test("credentials without a grant are revoked and erased")
  func orphans() async throws {
    let journey = try Journey()
    try await journey.connect()
    let removed = CredentialsRemoved(reason: .requested, revokedAtProvider: false)
    try journey.connector.ledger.append(
      [Command(.credentialsRemoved(removed), by: .administrator)], to: .acme)
    let connector = try journey.another()
    #expect(try await connector.heal() == 1)
    #expect(try journey.vault.credentials(of: .acme, .fortnox) == nil)
    #expect(journey.fortnox.count("revoke") == 1)
  }

  @Test("an attempt that nobody comes back from is abandoned, as of when it expired")
  func abandoned() async throws {
    let journey = try Journey()
    try journey.configure()
    let departure = try await journey.start()
    #expect(try await journey.connector.sweep() == Sweep())
    journey.clock.advance(seconds: Limits.attemptSeconds + 600)
    #expect(try await journey.connector.sweep().abandoned == 1)
    #expect(try journey.story().last == "failed(authorize, abandoned)")
    let record = try #require(try journey.connector.ledger.records(RecordQuery(of: .acme)).last)
    #expect(record.content.time == departure.expiresAt)
    #expect(
      try await journey.callback(departure) == .known(.acme, departure.attempt, .expired))
  }

  @Test("what somebody is at work on is left alone")
  func underWay() async throws {
    let journey = try Journey()
    try journey.configure()
    journey.fortnox.next("exchange", .pause)
    let departure = try await journey.start()
    _ = try await journey.callback(departure)
    let other = try journey.another()
    #expect(try await other.heal() == 0)
    #expect(try journey.story().last == "callback(accepted)")
    journey.fortnox.goOn()
    try await journey.connector.drain()
    #expect(try journey.story().last == "approved(consent)")
    #expect(journey.fortnox.count("exchange") == 1)
  }
}
