import EventLog
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// A grant of Fiken's: its refreshes, its checks, and its end.
@Suite struct FikenGrantTests {
  private let journey: FikenJourney

  init() throws { journey = try FikenJourney() }

  /// The refresh token that the vault has.
  private func refreshToken() throws -> String? {
    try journey.vault.credentials(of: .acme, .fiken)?.credentials.refreshToken
  }

  @Test("a refresh that gives the same refresh token, or none, leaves the one in force")
  func sameToken() async throws {
    try await journey.consent()
    let first = try refreshToken()
    for reply in [nil, FakeFiken.Reply.answer(200, #"{"access_token":"canary-consent-1-x"}"#)] {
      if let reply { journey.fiken.next("refresh", reply) }
      journey.pass(minutes: 25 * 60)
      _ = try await journey.connector.accessToken(of: .acme, .fiken)
      #expect(try refreshToken() == first)
    }
    #expect(journey.fiken.count("refresh 1") == 2)
    let kept = try journey.vault.credentials(of: .acme, .fiken)
    #expect(kept?.credentials.companyCode == "acme-as")
  }

  @Test("a refresh that gives a new refresh token replaces it")
  func rotation() async throws {
    try await journey.consent()
    let first = try refreshToken()
    journey.fiken.rotate()
    journey.pass(minutes: 25 * 60)
    _ = try await journey.connector.accessToken(of: .acme, .fiken)
    #expect(try refreshToken() != first)
    #expect(try refreshToken()?.hasPrefix("canary-consent-1-refresh-") == true)
  }

  @Test("a refresh without an answer spends nothing where tokens stay: the next one goes on")
  func lost() async throws {
    try await journey.consent()
    journey.fiken.next("refresh", .unanswered(.unknown))
    journey.pass(minutes: 25 * 60)
    await #expect(throws: ConnectorError.notRefreshed(.acme, .refreshUnknown)) {
      try await journey.connector.accessToken(of: .acme, .fiken)
    }
    _ = try await journey.connector.accessToken(of: .acme, .fiken)
    #expect(
      try journey.story().suffix(2) == ["failed(refresh, refreshUnknown)", "approved(refresh)"])
  }

  @Test("a grant that nobody uses is refreshed within a week")
  func weekly() async throws {
    try await journey.consent()
    journey.pass(minutes: 7 * 24 * 60)
    #expect(try await journey.connector.refreshDue().refreshed == 1)
    #expect(try journey.story().last == "approved(refresh)")
  }

  @Test("a grant that dies after a consent elsewhere is found dead, and the other one lives")
  func endedElsewhere() async throws {
    try await journey.consent()
    let beta = Company.beta
    journey.fiken.give(
      #"{"slug":"acme-as","organizationNumber":"913312465"}"#,
      #"{"slug":"beta-as","organizationNumber":"5"}"#)
    try await journey.consent(beta)
    journey.fiken.end(1)
    journey.pass(minutes: 25 * 60)
    await #expect(throws: ConnectorError.grantDead(.acme)) {
      try await journey.connector.accessToken(of: .acme, .fiken)
    }
    #expect(try journey.story().last == "failed(refresh, grantDead)")
    _ = try await journey.connector.accessToken(of: beta, .fiken)
    #expect(try journey.story(beta).last == "approved(consent)")
  }

  @Test("a check that finds the login dead refreshes once, and then says what the refresh said")
  func deadLogin() async throws {
    try await journey.consent()
    journey.fiken.end(1)
    journey.fiken.forget()
    await #expect(throws: ConnectorError.grantDead(.acme)) {
      try await journey.connector.recheck(.acme, .fiken, by: .administrator)
    }
    #expect(journey.fiken.asked == ["contacts 1", "user 1", "refresh 1"])
    #expect(try journey.story().last == "failed(refresh, grantDead)")
  }

  @Test("a register that refuses a login which is valid is not understood, and ends no grant")
  func validLogin() async throws {
    try await journey.consent()
    journey.fiken.next("projects", .answer(401, #"{"message":"Unauthorized"}"#))
    try await journey.connector.recheck(.acme, .fiken, by: .administrator)
    let failed = try #require(try journey.failure())
    #expect(failed.reason == .unrecognised && failed.registers?.sorted == [.projects])
    #expect(failed.providerMessage == "Unauthorized" && failed.httpStatus == 401)
    #expect(journey.fiken.count("refresh") == 0)
  }

  @Test("a missing module and a person without rights are told apart")
  func refused() async throws {
    journey.fiken.next("projects", .answer(402, ""))
    journey.fiken.next("contacts", .answer(403, #"{"message":"No access"}"#))
    try await journey.consent()
    #expect(try journey.story().suffix(2) == ["approved(consent)", "permissionDenied"])
    guard
      case .permissionDenied(let denied)? = try journey.connector.ledger.records(
        RecordQuery(of: .acme)
      ).compactMap({ $0.recorded?.action }).last
    else {
      Issue.record("no refusal")
      return
    }
    #expect(denied.layer == .licence)
    #expect(denied.refusals.map(\.register) == [.customers, .projects])
    #expect(denied.refusals.map(\.layer) == [.person, .licence])
    #expect(denied.refusals.map(\.code) == [nil, nil])
  }

  @Test("a company code in the provider's words is in no record")
  func codeInWords() async throws {
    journey.fiken.next("contacts", .answer(403, #"{"message":"No access to acme-as here"}"#))
    journey.fiken.next("projects", .answer(400, #"{"message":"acme-as has no projects"}"#))
    try await journey.consent()
    let journal = try journey.connector.ledger.records(RecordQuery(of: .acme))
    for record in journal.compactMap({ $0.recorded?.action }) {
      switch record {
      case .permissionDenied(let denied):
        #expect(denied.refusals.map(\.message) == ["No access to [removed] here"])
      case .failed(let failed): #expect(failed.providerMessage == "[removed] has no projects")
      default: #expect(!"\(record)".contains("acme-as"))
      }
    }
    let refused = try FikenJourney()
    refused.fiken.next("companies", .answer(403, #"{"message":"acme-as is closed"}"#))
    try await refused.consent()
    #expect(try refused.failure()?.providerMessage == "[removed] is closed")
  }

  @Test("too many requests are asked again after the provider's window, and then left alone")
  func tooMany() async throws {
    journey.fiken.next("contacts", .tooMany(2))
    journey.fiken.next("projects", .tooMany(600))
    try await journey.consent()
    #expect(journey.fiken.count("contacts") == 2 && journey.fiken.count("projects") == 1)
    #expect(try journey.vault.pause(of: .acme, .fiken, .register) != nil)
  }

  // MARK: Revocation

  @Test("a removal ends the consent with its access token")
  func removed() async throws {
    try await journey.consent()
    journey.fiken.forget()
    #expect(try await journey.remove())
    #expect(journey.fiken.asked == ["revoke 1"])
    #expect(try journey.vault.companies(.current).isEmpty)
    #expect(try !journey.connector.hasCompanyCode(.acme, journey.state()))
    await #expect(throws: ConnectorError.noCompanyCode(.acme, .fiken)) {
      try await journey.connector.start(.acme, .fiken, by: .administrator)
    }
  }

  @Test("an access token that has expired, or is refused, is fetched anew first")
  func expired() async throws {
    try await journey.consent()
    journey.pass(minutes: 25 * 60)
    journey.fiken.forget()
    #expect(try await journey.remove())
    #expect(journey.fiken.asked == ["refresh 1", "revoke 1"])
    let other = try FikenJourney()
    try await other.consent()
    other.fiken.forget()
    other.fiken.next("revoke", .answer(401, ""))
    #expect(try await other.remove())
    #expect(other.fiken.asked == ["revoke 1", "refresh 1", "revoke 1"])
  }

  @Test("what was not confirmed is tried again, with the refresh token that came meanwhile")
  func again() async throws {
    try await journey.consent()
    journey.fiken.rotate()
    journey.pass(minutes: 25 * 60)
    journey.fiken.next("revoke", .answer(200, "<html>We are back soon</html>"))
    #expect(try await !journey.remove())
    let revocation = try #require(try journey.vault.revocations().first)
    let kept = try journey.vault.credentials(
      of: .acme, .fiken, .revoking, attempt: revocation.attempt)
    #expect(kept?.credentials.refreshToken?.hasPrefix("canary-consent-1-refresh-") == true)
    // Where tokens have no end, it is tried for 45 days.
    let days = (revocation.endsAt.milliseconds - revocation.beganAt.milliseconds) / 86_400_000
    #expect(days == 46)
    journey.pass(minutes: 25 * 60)
    journey.fiken.forget()
    try await journey.connector.sweep()
    #expect(journey.fiken.asked == ["refresh 1", "revoke 1"])
    #expect(try journey.vault.revocations().isEmpty)
    #expect(try journey.story().suffix(2) == ["credentialsRemoved", "credentialsRemoved"])
  }

  @Test("a consent that was ended at Fiken already is not said to be ended by us")
  func gone() async throws {
    try await journey.consent()
    journey.fiken.end(1)
    #expect(try await !journey.remove())
    journey.pass(minutes: 46 * 24 * 60)
    try await journey.connector.sweep()
    #expect(try journey.vault.revocations().isEmpty, "it is forgotten in the end")
  }
}
