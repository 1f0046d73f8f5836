import EventLog
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// Keeping a grant alive: one at a time, nothing lost, and ended by nothing but its end.
@Suite struct RefreshTests {
  @Test("eight who need a token at once send one request, and all get what it brought")
  func racers() async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.clock.advance(seconds: 3600)
    let connectors = [journey.connector, try journey.another()]
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<8 {
        group.addTask {
          try await connectors[number % 2].accessToken(of: .acme, .fortnox).value
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tokens.count == 1)
    #expect(journey.fortnox.count("refresh") == 1)
  }

  @Test("a token that works is handed out as it is, and the rotated refresh token is used next")
  func rotation() async throws {
    let journey = try Journey()
    try await journey.connect()
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(journey.fortnox.count("refresh") == 0)
    for _ in 0..<3 {
      journey.clock.advance(seconds: 3600)
      _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    }
    let sent = journey.fortnox.forms.filter { $0.contains("grant_type=refresh_token") }
    #expect(sent.count == 3 && Set(sent).count == 3, "each refresh token is sent once")
    #expect(try journey.story().last == "approved(consent)", "such a refresh says nothing new")
  }

  @Test("an answer without a refresh token keeps the old one")
  func kept() async throws {
    let journey = try Journey()
    try await journey.connect()
    let before = try journey.vault.credentials(of: .acme, .fortnox)?.credentials.refreshToken
    journey.fortnox.next(
      "refresh", .answer(200, #"{"access_token":"new-one","token_type":"bearer"}"#))
    journey.clock.advance(seconds: 3600)
    #expect(try await journey.connector.accessToken(of: .acme, .fortnox).value == "new-one")
    #expect(try journey.vault.credentials(of: .acme, .fortnox)?.credentials.refreshToken == before)
  }

  @Test(
    "nothing but invalid_grant and a missing licence ends a grant",
    arguments: [
      (FakeFortnox.Reply.answer(401, ""), Failed.Reason.unrecognised),
      (.answer(429, ""), .providerUnavailable), (.answer(500, ""), .providerUnavailable),
      (.answer(200, "<html>"), .unrecognised), (.answer(404, "{}"), .unrecognised),
      (.answer(401, #"{"error":"invalid_client"}"#), .clientRejected),
      (.unanswered(.unknown), .refreshUnknown), (.unanswered(.notSent), .providerUnavailable),
      (.answer(400, #"{"error":"access_denied"}"#), .unrecognised),
    ])
  func survives(reply: FakeFortnox.Reply, reason: Failed.Reason) async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.fortnox.next("refresh", reply)
    journey.clock.advance(seconds: 3600)
    await #expect(throws: ConnectorError.notRefreshed(.acme, reason)) {
      _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    }
    #expect(try journey.story().last == "failed(refresh, \(reason))")
    #expect(try !journey.connector.state(of: .acme, .fortnox).isDead)
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(try journey.story().last == "approved(refresh)", "it is told that it works again")
  }

  @Test("a provider that says when to come back is left alone until then")
  func held() async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.fortnox.next("refresh", .tooMany(120))
    journey.clock.advance(seconds: 3600)
    for seconds: Int64 in [0, 60, 59] {
      journey.clock.advance(seconds: seconds)
      await #expect(throws: ConnectorError.notRefreshed(.acme, .providerUnavailable)) {
        _ = try await journey.connector.accessToken(of: .acme, .fortnox)
      }
      #expect(journey.fortnox.count("refresh") == 1)
    }
    journey.clock.advance(seconds: 1)
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(journey.fortnox.count("refresh") == 2)
  }

  @Test("a register that says so is asked again in time, and not again where that is long")
  func registers() async throws {
    let journey = try Journey()
    try await journey.connect()
    let before = journey.fortnox.count("customers")
    #expect(journey.fortnox.waits.allSatisfy { $0 < .seconds(1) })
    journey.fortnox.next("customers", .tooMany(6))
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    #expect(journey.fortnox.waits.last == .seconds(6))
    #expect(journey.fortnox.count("customers") == before + 2)
    journey.fortnox.next("customers", .tooMany(60))
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    #expect(journey.fortnox.count("customers") == before + 3)
    #expect(journey.fortnox.waits.count { $0 >= .seconds(1) } == 1)
  }

  @Test("invalid_grant ends it, and nobody is sent there again")
  func dead() async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.fortnox.next(
      "refresh",
      .answer(400, #"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#))
    journey.clock.advance(seconds: 3600)
    for _ in 0..<3 {
      await #expect(throws: ConnectorError.grantDead(.acme)) {
        _ = try await journey.connector.accessToken(of: .acme, .fortnox)
      }
    }
    #expect(journey.fortnox.count("refresh") == 1)
    #expect(try journey.connector.state(of: .acme, .fortnox).isDead)
    #expect(try journey.vault.credentials(of: .acme, .fortnox) != nil, "nothing is deleted")
    try await journey.connect()
    #expect(try journey.story().last == "reauthorized(consent)")
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
  }

  @Test("a service account asks by client credentials, and its grant has no end of its own")
  func service() async throws {
    let journey = try Journey()
    try await journey.connect(isService: true)
    #expect(try journey.grant?.refreshTokenExpiresAt == nil)
    journey.clock.advance(seconds: 3600)
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(journey.fortnox.count("credentials") == 1 && journey.fortnox.count("refresh") == 0)
    _ = try await journey.connector.remove(
      .acme, .fortnox, reason: .requested, ticket: nil, by: .administrator)
    #expect(journey.fortnox.count("revoke") == 1, "the refresh token was kept for this")
  }

  @Test("a grant that nobody uses is refreshed within a week, and one that fails is not hammered")
  func weekly() async throws {
    let journey = try Journey()
    try await journey.connect()
    journey.clock.advance(seconds: 5 * 86_400)
    #expect(try await journey.connector.refreshDue() == (0, 0))
    journey.clock.advance(seconds: 86_401)
    journey.fortnox.next("refresh", .answer(503, ""))
    #expect(try await journey.connector.refreshDue() == (0, 1))
    #expect(try await journey.connector.refreshDue() == (0, 0), "not again at once")
    journey.clock.advance(seconds: 180)
    #expect(try await journey.connector.refreshDue() == (1, 0))
    #expect(
      try journey.story().suffix(2) == [
        "failed(refresh, providerUnavailable)", "approved(refresh)",
      ])
    #expect(try await journey.connector.refreshDue() == (0, 0))
  }
}
