import EventLog
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// Consents of one person for several companies: ending one must not end another.
///
/// It is not known whether Fiken ends one consent or all that the person gave, so both are tried.
@Suite struct FikenSharedTests {
  private let journey: FikenJourney
  private static let both = [
    #"{"slug":"acme-as","organizationNumber":"913312465"}"#,
    #"{"slug":"beta-as","organizationNumber":"5"}"#,
  ]

  init() throws { journey = try FikenJourney() }

  /// Both companies connected by one person, who gave both.
  private func connectBoth(endingAll: Bool) async throws {
    if endingAll { journey.fiken.revokeAll() }
    journey.fiken.give(Self.both[0], Self.both[1])
    try await journey.consent()
    try await journey.consent(.beta)
    journey.fiken.forget()
  }

  private func works(_ company: Company) async throws -> Bool {
    journey.pass(minutes: 25 * 60)
    return (try? await journey.connector.accessToken(of: company, .fiken)) != nil
  }

  @Test(
    "a removal leaves another company's consent of the same person alone", arguments: [true, false])
  func removal(endingAll: Bool) async throws {
    try await connectBoth(endingAll: endingAll)
    #expect(try await !journey.remove())
    #expect(journey.fiken.asked == ["companies 1"], "nothing was ended")
    #expect(try journey.vault.revocations().map(\.company) == [.acme], "it is tried again")
    try await journey.connector.sweep()
    #expect(journey.fiken.count("revoke") == 0)
    #expect(try await works(.beta))
    // Once the other is gone, nothing stands in the way.
    #expect(try await journey.remove(.requested, .beta))
    #expect(journey.fiken.asked.last == "revoke 2")
    journey.pass(minutes: 24 * 60)
    try await journey.connector.sweep()
    let isConfirmed = try journey.story().suffix(2) == ["credentialsRemoved", "credentialsRemoved"]
    #expect(isConfirmed == !endingAll, "what ended with the other is not said to be ended by us")
  }

  @Test("a person who gave one company alone is asked about that one", arguments: [true, false])
  func alone(endingAll: Bool) async throws {
    try await connectBoth(endingAll: endingAll)
    journey.fiken.give(Self.both[0])
    #expect(try await journey.remove())
    #expect(journey.fiken.asked == ["companies 1", "revoke 1"])
  }

  @Test(
    "a consent that came to nothing does not end the grant beside it", arguments: [true, false])
  func ownGrant(endingAll: Bool) async throws {
    try await connectBoth(endingAll: endingAll)
    // Authorized again, without the API module: the consent is of no use.
    journey.fiken.give(
      #"{"slug":"acme-as","organizationNumber":"913312465","hasApiAccess":false}"#)
    try await journey.consent()
    #expect(try journey.story().contains("failed(check, licenceMissing)"))
    #expect(journey.fiken.count("revoke") == 0)
    #expect(try await works(.acme))
  }

  @Test("where nobody says what a consent reaches, it is not ended yet")
  func unknown() async throws {
    try await connectBoth(endingAll: false)
    journey.fiken.next("companies", .answer(503, ""))
    #expect(try await !journey.remove())
    #expect(journey.fiken.count("revoke") == 0)
    journey.fiken.give(Self.both[0])
    journey.pass(minutes: 60)
    try await journey.connector.sweep()
    #expect(journey.fiken.count("revoke") == 1)
  }

  @Test("an access token that is refused is fetched anew before anything is asked")
  func expired() async throws {
    try await connectBoth(endingAll: false)
    journey.fiken.give(Self.both[0])
    journey.fiken.next("companies", .answer(401, #"{"error":"invalid_token"}"#))
    #expect(try await journey.remove())
    #expect(journey.fiken.asked == ["companies 1", "refresh 1", "companies 1", "revoke 1"])
  }
}
