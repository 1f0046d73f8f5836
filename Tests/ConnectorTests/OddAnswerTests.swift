import EventLog
import Evidence
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// Odd answers on the journey: nothing that was given is lost, and what is recorded is true.
@Suite struct OddAnswerTests {
  private let journey: Journey

  init() throws { journey = try Journey() }

  private var failures: [Failed] {
    get throws {
      try journey.connector.ledger.records(RecordQuery(of: .acme)).compactMap { record in
        if case .failed(let data) = record.recorded?.action { data } else { nil }
      }
    }
  }

  private func callbacks() throws -> [CallbackReceived] {
    try journey.connector.ledger.records(RecordQuery(of: .acme)).compactMap { record in
      if case .callbackReceived(let data) = record.recorded?.action { data } else { nil }
    }
  }

  // MARK: Refreshes

  @Test(
    "a refresh that is answered oddly keeps the rotated token, is told, and heals by the next",
    arguments: [
      #"{"refresh_token":"canary-rotated"}"#,
      #"{"refresh_token":"canary-rotated","access_token":"x","token_type":"mac"}"#,
      #"{"refresh_token":"canary-rotated","error":"invalid_grant"}"#,
    ])
  func rotated(body: String) async throws {
    try await journey.connect()
    journey.clock.advance(seconds: 3600)
    journey.fortnox.next("refresh", .answer(200, body))
    await #expect(throws: ConnectorError.notRefreshed(.acme, .unrecognised)) {
      _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    }
    let failed = try #require(try failures.last)
    #expect(failed.stage == .refresh && failed.reason == .unrecognised)
    #expect(failed.httpStatus == 200)
    #expect(try await journey.another().heal() == 0, "what was kept is no refresh that went well")
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(journey.fortnox.forms.last?.contains("refresh_token=canary-rotated") == true)
    #expect(try journey.story().last == "approved(refresh)")
  }

  @Test("a crash between the odd answer and its record loses nothing either")
  func crashed() async throws {
    try await journey.connect()
    journey.clock.advance(seconds: 3600)
    journey.fortnox.next("refresh", .answer(200, #"{"refresh_token":"canary-rotated"}"#))
    let impatient = try Journey.connector(journey, patienceSeconds: 0)
    let held = try HeldLock(journey.folder.file("ledger"))
    await #expect(throws: LedgerError.self) {
      _ = try await impatient.accessToken(of: .acme, .fortnox)
    }
    held.release()
    let kept = try journey.vault.credentials(of: .acme, .fortnox)?.credentials
    #expect(kept?.refreshToken == "canary-rotated")
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(journey.fortnox.forms.last?.contains("refresh_token=canary-rotated") == true)
  }

  @Test("a licence that came back is found by the next use")
  func licence() async throws {
    try await journey.connect()
    journey.clock.advance(seconds: 3600)
    journey.fortnox.next("refresh", .answer(401, #"{"error":"error_missing_license"}"#))
    await #expect(throws: ConnectorError.notRefreshed(.acme, .licenceMissing)) {
      _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    }
    #expect(
      try journey.connector.state(of: .acme, .fortnox).phase(at: journey.clock.effects.now())
        == .grantExpired)
    _ = try await journey.connector.accessToken(of: .acme, .fortnox)
    #expect(try journey.story().last == "approved(refresh)")
  }

  // MARK: The exchange

  @Test("a consent whose answer cannot be used is revoked, and the attempt ends")
  func exchange() async throws {
    journey.fortnox.next("exchange", .answer(200, #"{"refresh_token":"canary-useless"}"#))
    try await journey.connect()
    #expect(try journey.story().last == "failed(exchange, unrecognised)")
    #expect(journey.fortnox.forms.last?.contains("token=canary-useless") == true)
    #expect(journey.fortnox.count("revoke") == 1)
    #expect(try journey.vault.companies(.pending).isEmpty)
    try await journey.connect()
    #expect(try journey.story().last == "approved(consent)")
  }

  // MARK: Company information

  @Test(
    "company information that is refused ends the attempt at once, in the provider's words",
    arguments: [
      (2_000_663, "Har inte behörighet för scope.", Failed.Reason.scopeNotEnabled),
      (2_001_103, "Api-licens saknas.", .licenceMissing),
    ])
  func companyRefused(code: Int, words: String, reason: Failed.Reason) async throws {
    let body = #"{"ErrorInformation":{"Error":1,"Message":"\#(words)","Code":\#(code)}}"#
    journey.fortnox.next("companyinformation", .answer(403, body), .answer(403, body))
    try await journey.connect()
    let failed = try #require(try failures.last)
    #expect(failed.stage == .check && failed.reason == reason && failed.httpStatus == 403)
    #expect(failed.providerError == "\(code)" && failed.providerMessage == words)
    #expect(try journey.vault.companies(.pending).isEmpty)
    #expect(journey.fortnox.count("revoke") == 1)
  }

  @Test("company information that is silent is asked for until the attempt expires")
  func companySilent() async throws {
    let page = FakeFortnox.Reply.answer(403, "<html>missing license</html>")
    journey.fortnox.next("companyinformation", page, page, page)
    try await journey.connect()
    #expect(try journey.story().last == "callback(accepted)")
    try await journey.connector.sweep()
    #expect(try journey.story().last == "callback(accepted)")
    try await journey.connector.sweep()
    #expect(try journey.story().last == "approved(consent)")
  }

  @Test(
    "a consent of another company is revoked, and the record says whether",
    arguments: [true, false])
  func wrongCompany(isRevoked: Bool) async throws {
    try await journey.connect()
    journey.fortnox.next(
      "companyinformation", .answer(200, #"{"CompanyInformation":{"DatabaseNumber":1234}}"#))
    if !isRevoked { journey.fortnox.next("revoke", .answer(200, "<html>")) }
    try await journey.connect()
    let failed = try #require(try failures.last)
    #expect(failed.reason == .wrongCompany && failed.revokedAtProvider == isRevoked)
    #expect(journey.fortnox.count("revoke") == 1)
    #expect(try journey.vault.companies(.pending).isEmpty)
  }

  // MARK: The removal

  @Test("a page, or an answer for a token that had expired, confirms no revocation")
  func revoked() async throws {
    try await journey.connect()
    journey.fortnox.next("revoke", .answer(200, "<html>"))
    #expect(try await !journey.remove())
    try await journey.connect()
    journey.clock.advance(seconds: Limits.endlessTokenSeconds)
    #expect(try await !journey.remove())
    try await journey.connect()
    #expect(try await journey.remove())
  }

  // MARK: The callback

  @Test(
    "a malformed callback says what was there and what was wrong, and the attempt stays open",
    arguments: [
      ([("code", "a"), ("code", "b")], .code, .doubled),
      ([("error", "x"), ("error", "y")], .error, .doubled),
      ([("code", String(repeating: "x", count: 2049))], .code, .tooLong),
      ([("code", "abcdefgh"), ("iss", "https://evil.example")], .code, .foreignIssuer),
      ([("error", "access_denied"), ("iss", "https://evil.example")], .error, .foreignIssuer),
      ([("code", "")], .empty, .notAnAnswer),
    ] as [([(String, String)], CallbackAnswer, CallbackFault)])
  func malformed(
    fields: [(String, String)], answer: CallbackAnswer, fault: CallbackFault
  ) async throws {
    try journey.configure()
    let departure = try await journey.start()
    #expect(
      try await journey.callback(departure, fields)
        == .known(.acme, departure.attempt, .malformed))
    let received = try #require(try callbacks().last)
    #expect(received.answer == answer && received.fault == fault)
    #expect(try await journey.callback(departure) == .known(.acme, departure.attempt, .accepted))
    try await journey.connector.drain()
    #expect(try journey.story().last == "approved(consent)")
  }

  @Test("an answer without state is the attempt's that the browser began")
  func noState() async throws {
    try journey.configure()
    let departure = try await journey.start()
    let words = "AADSTS65004: declined.\r\nTrace ID: 7c839d05-4806-48f2-ba40-bf4128382500"
    let flow = Flow(
      to: .fortnox,
      query: [("error", "access_denied"), ("error_description", words), ("amp;state", "x")],
      cookies: [departure.attempt: departure.flowCookie], by: .administrator, of: .acme)
    let outcome = try await journey.connector.callback(flow)
    #expect(outcome == .known(.acme, departure.attempt, .malformed))
    let received = try #require(try callbacks().last)
    #expect(received.answer == .error && received.fault == .noState)
    #expect(received.error == "access_denied")
    #expect(received.errorDescription?.contains("AADSTS65004: declined.") == true)
    #expect(received.errorDescription?.contains("7c839d05") == false)
  }

  @Test("the provider's own issuer is no fault", arguments: ["code", "error"])
  func issuer(name: String) async throws {
    try journey.configure()
    let departure = try await journey.start()
    let fields = [(name, "access_denied"), ("iss", "https://apps.fortnox.se")]
    #expect(
      try await journey.callback(departure, fields)
        == .known(.acme, departure.attempt, .accepted))
    try await journey.connector.drain()
    #expect(try callbacks().last?.fault == nil)
  }
}
