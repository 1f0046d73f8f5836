import EventLog
import Evidence
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// What the provider did not confirm as revoked is kept, tried again and ends.
@Suite struct RevocationTests {
  private let journey: Journey

  init() throws { journey = try Journey() }

  private static let page = FakeFortnox.Reply.answer(200, "<html>Maintenance</html>")

  private func sweep(after seconds: Int64 = 0) async throws {
    journey.clock.advance(seconds: seconds)
    try await journey.connector.sweep()
  }

  private func removals() throws -> [CredentialsRemoved] {
    try journey.connector.ledger.records(RecordQuery(of: .acme)).compactMap { record in
      if case .credentialsRemoved(let data) = record.recorded?.action { data } else { nil }
    }
  }

  private func waiting() throws -> [Revocation] { try journey.vault.revocations() }

  private func secrets() throws -> Int {
    try Vault.Standing.allCases.map { try journey.vault.companies($0).count }.reduce(0, +)
  }

  /// A grant whose removal the provider answers with a page.
  private func removeInVain(_ reason: RemovalReason = .requested) async throws {
    try await journey.connect()
    journey.fortnox.next("revoke", Self.page)
    #expect(try await !journey.remove(reason))
    #expect(try waiting().map(\.reason) == [reason])
  }

  @Test("a removal that was not confirmed is tried again, less and less often, and then recorded")
  func again() async throws {
    try await removeInVain()
    journey.fortnox.next("revoke", Self.page, Self.page)
    try await sweep()
    #expect(journey.fortnox.count("revoke") == 2)
    try await sweep(after: 59)
    #expect(journey.fortnox.count("revoke") == 2, "not before a minute has gone")
    try await sweep(after: 1)
    #expect(journey.fortnox.count("revoke") == 3)
    try await journey.another().sweep()
    #expect(journey.fortnox.count("revoke") == 3, "other processes wait as well")
    #expect(try removals().map(\.revokedAtProvider) == [false])
    try await sweep(after: 120)
    #expect(journey.fortnox.count("revoke") == 4)
    #expect(try removals().map(\.revokedAtProvider) == [false, true])
    #expect(try waiting().isEmpty && secrets() == 0)
    try await sweep(after: 86_400)
    #expect(journey.fortnox.count("revoke") == 4)
  }

  @Test("a crash between the confirmation and its end in the vault records nothing twice")
  func crashed() async throws {
    try await removeInVain()
    let revocation = try #require(try waiting().first)
    let credentials = try #require(
      try journey.vault.credentials(of: .acme, .fortnox, .revoking)?.credentials)
    try await sweep()
    try journey.vault.store(
      credentials, of: .acme, .fortnox, as: .pending, attempt: revocation.attempt,
      at: revocation.beganAt)
    try journey.vault.begin(revocation, from: .pending)
    try await journey.another().sweep()
    #expect(try removals().map(\.revokedAtProvider) == [false, true])
    #expect(try waiting().isEmpty)
  }

  @Test("a crash between the removal and the vault leaves it to the next start, with its reason")
  func healed() async throws {
    try await journey.connect()
    let removed = CredentialsRemoved(reason: .offboarding, revokedAtProvider: false)
    try journey.connector.ledger.append(
      [Command(.credentialsRemoved(removed), by: .administrator)], to: .acme)
    journey.fortnox.next("revoke", Self.page)
    try await journey.another().heal()
    #expect(try waiting().map(\.reason) == [.offboarding])
    try await sweep()
    #expect(try removals().map(\.revokedAtProvider) == [false, true])
  }

  @Test("it ends by itself a day after the token, and nothing is recorded")
  func ended() async throws {
    try await removeInVain()
    journey.clock.advance(seconds: Limits.endlessTokenSeconds)
    try await sweep()
    #expect(journey.fortnox.count("revoke") == 1, "an expired token confirms nothing")
    #expect(try waiting().count == 1)
    try await sweep(after: 86_400)
    #expect(try waiting().isEmpty && secrets() == 0)
    #expect(try removals().map(\.revokedAtProvider) == [false])
  }

  @Test("a newer consent of the same company is not ended by it", arguments: [Company.acme, .beta])
  func newer(company: Company) async throws {
    try await removeInVain()
    try await journey.connect(company)
    #expect(try waiting().isEmpty)
    try await sweep(after: 86_400)
    #expect(journey.fortnox.count("revoke") == 1)
    #expect(try journey.connector.state(of: company, .fortnox).grant != nil)
    #expect(try journey.vault.credentials(of: company, .fortnox) != nil)
  }

  @Test("nor one of which the provider has not said yet whose it is")
  func underWay() async throws {
    try await removeInVain()
    let silent = FakeFortnox.Reply.answer(503, "")
    journey.fortnox.next("companyinformation", silent, silent, silent)
    try await journey.connect()
    try await sweep()
    #expect(journey.fortnox.count("revoke") == 1)
    try await sweep()
    #expect(try journey.grant != nil)
    #expect(try waiting().isEmpty && journey.fortnox.count("revoke") == 1)
  }

  @Test("a service account's is confirmed where client credentials are refused afterwards")
  func service() async throws {
    try await journey.connect(isService: true)
    #expect(try await !journey.remove(), "they still give tokens")
    journey.fortnox.next("credentials", .answer(503, ""))
    try await sweep()
    #expect(try waiting().count == 1, "an outage is no refusal")
    journey.fortnox.next("credentials", .answer(400, #"{"error":"invalid_grant"}"#))
    try await sweep(after: 60)
    #expect(try removals().map(\.revokedAtProvider) == [false, true])
    #expect(try waiting().isEmpty)
  }

  @Test("a consent of the wrong company, and one that came to nothing, are tried again as well")
  func dropped() async throws {
    try await journey.connect()
    journey.fortnox.next(
      "companyinformation", .answer(200, #"{"CompanyInformation":{"DatabaseNumber":1234}}"#))
    journey.fortnox.next("revoke", Self.page)
    try await journey.connect()
    #expect(try journey.story().contains("failed(check, wrongCompany)"))
    journey.fortnox.next("exchange", .answer(200, #"{"refresh_token":"canary-useless"}"#))
    journey.fortnox.next("revoke", Self.page)
    try await journey.connect()
    #expect(try waiting().map(\.reason) == [nil, nil])
    #expect(try journey.vault.companies(.current).count == 1, "the grant stands")
    let story = try journey.story()
    try await sweep()
    #expect(try waiting().isEmpty)
    #expect(journey.fortnox.forms.suffix(2).allSatisfy { $0.contains("token_type_hint") })
    #expect(try journey.story() == story)
  }

  @Test("support can remove a newer grant while an earlier removal waits, and both are told apart")
  func twice() async throws {
    try await removeInVain(.offboarding)
    journey.fortnox.next(
      "companyinformation", .answer(200, #"{"CompanyInformation":{"DatabaseNumber":1234}}"#))
    try await journey.connect()
    #expect(try journey.grant?.providerCompany == "1234")
    #expect(try waiting().count == 1, "another company's consent is in no danger")
    #expect(try await journey.remove(.offboarding))
    #expect(try journey.grant == nil)
    #expect(try removals().map(\.revokedAtProvider) == [false, false, true])
    try await sweep()
    #expect(try removals().count == 3 && waiting().isEmpty)
  }

  @Test("when to come back is kept by every process")
  func retryAfter() async throws {
    try await journey.connect()
    journey.clock.advance(seconds: 3600)
    journey.fortnox.next("refresh", .tooMany(600))
    for connector in [journey.connector, try journey.another()] {
      await #expect(throws: ConnectorError.notRefreshed(.acme, .providerUnavailable)) {
        _ = try await connector.accessToken(of: .acme, .fortnox)
      }
    }
    #expect(journey.fortnox.count("refresh") == 1)
    journey.clock.advance(seconds: 600)
    _ = try await journey.another().accessToken(of: .acme, .fortnox)
    journey.fortnox.next("customers", .tooMany(600))
    let asked = journey.fortnox.count("customers") + journey.fortnox.count("projects")
    try await journey.connector.recheck(.acme, .fortnox, by: .administrator)
    try await journey.another().recheck(.acme, .fortnox, by: .administrator)
    let askedNow = journey.fortnox.count("customers") + journey.fortnox.count("projects")
    #expect(askedNow == asked + 1)
    #expect(try journey.story().last == "failed(check, providerUnavailable)")
    try await journey.another().sweep()
    journey.clock.advance(seconds: 600)
    try await journey.another().recheck(.acme, .fortnox, by: .administrator)
    #expect(try journey.story().last == "approved(recheck)")
  }
}
