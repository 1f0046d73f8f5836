import EventLog
import Foundation
import Integrations
import Providers
import TestSupport
import Testing
import Vault

@testable import Connector

/// A person's consent, for the companies that the person gives.
@Suite struct FikenConsentTests {
  private let journey: FikenJourney

  init() throws { journey = try FikenJourney() }

  @Test("from the code to an authorization: no scopes, no end of the refresh token")
  func connected() async throws {
    try await journey.consent()
    #expect(
      try journey.story() == [
        "configured", "authorizeStarted", "callback(accepted)", "approved(consent)",
      ])
    let grant = try #require(try journey.state().grant)
    #expect(grant.providerCompany == "913312465" && grant.scopes == [])
    #expect(grant.refreshTokenExpiresAt == nil && grant.accountType == .user)
    #expect(try journey.state().settings?.companyCode == 1)
    #expect(
      journey.fiken.asked == ["exchange", "companies 1", "contacts 1", "projects 1"])
    let kept = try #require(try journey.vault.credentials(of: .acme, .fiken))
    #expect(kept.credentials.companyCode == "acme-as")
    #expect(kept.credentials.refreshTokenExpiresAt == nil)
    #expect(try journey.vault.detail(.companyName, of: .acme, .fiken) == "Acme AS")
    #expect(journey.state(at: 44 * 24 * 60) == .authorized, "without an end it stands")
  }

  @Test("without a company code nothing is started, and what is none is refused")
  func noCode() async throws {
    try await journey.configure(nil)
    await #expect(throws: ConnectorError.noCompanyCode(.acme, .fiken)) {
      try await journey.connector.start(.acme, .fiken, by: .administrator)
    }
    #expect(try journey.story() == ["configured"])
    await #expect(throws: ConnectorError.notACompanyCode(.fiken)) {
      try await journey.configure("https://fiken.no/")
    }
  }

  @Test("a changed code counts up; the same one, or one in an address, does not")
  func codes() async throws {
    try await journey.configure("acme-as")
    try await journey.configure("https://fiken.no/foretak/acme-as/hjem")
    #expect(try journey.state().settings?.companyCode == 1)
    try await journey.configure("other-as")
    #expect(try journey.state().settings?.companyCode == 2)
    #expect(try journey.story() == ["configured", "configured"])
    #expect(journey.connector.hasCompanyCode(.acme, try journey.state()))
    // The code of a save that came to nothing does not count.
    let state = try journey.state()
    #expect(try journey.connector.seal(companyCode: "lost", of: .acme, state) == 3)
    #expect(try journey.connector.seal(companyCode: "third", of: .acme, state) == 4)
    #expect(try journey.connector.companyCode(of: .acme, state) == "other-as")
  }

  @Test("the code is in no byte of the log")
  func sealed() async throws {
    try await journey.configure("canary-kari-nordmann")
    journey.fiken.give(
      #"{"name":"Canary Kari","slug":"canary-kari-nordmann","organizationNumber":"1"}"#)
    try await journey.consent()
    try await journey.connector.recheck(.acme, .fiken, by: .administrator)
    let files = FileManager.default
    let directory = journey.folder.file("ledger")
    for name in try files.subpathsOfDirectory(atPath: directory) {
      guard let bytes = files.contents(atPath: "\(directory)/\(name)") else { continue }
      #expect(bytes.range(of: Data("canary".utf8)) == nil, "\(name)")
      #expect(bytes.range(of: Data("Canary".utf8)) == nil, "\(name)")
    }
  }

  @Test("a company that was not given keeps the consent pending until the person gives it")
  func givenLater() async throws {
    journey.fiken.give(#"{"slug":"other","organizationNumber":"5"}"#)
    try await journey.consent()
    #expect(try journey.story().last == "callback(accepted)")
    #expect(try journey.connector.isCompanyMissing(.acme, .fiken))
    try await journey.connector.sweep()
    #expect(journey.fiken.count("companies") == 1, "it was asked a moment ago")
    journey.pass(minutes: 1)
    try await journey.connector.sweep()
    #expect(journey.fiken.count("companies") == 2)
    #expect(try journey.connector.isCompanyMissing(.acme, .fiken))
    journey.fiken.give(#"{"slug":"acme-as","organizationNumber":"913312465"}"#)
    journey.pass(minutes: 1)
    try await journey.connector.sweep()
    #expect(try journey.story().last == "approved(consent)")
    #expect(try !journey.connector.isCompanyMissing(.acme, .fiken))
    #expect(journey.fiken.count("revoke") == 0)
  }

  @Test("a person who says that the company was given is believed at once")
  func lookedFor() async throws {
    journey.fiken.give()
    try await journey.consent()
    #expect(try await journey.connector.lookForCompany(.acme, .fiken))
    journey.fiken.give(#"{"slug":"acme-as","organizationNumber":"913312465"}"#)
    #expect(try await !journey.connector.lookForCompany(.acme, .fiken))
    #expect(try journey.state().grant != nil)
    #expect(try await !journey.connector.lookForCompany(.acme, .fiken), "nothing is pending")
  }

  @Test("a code that was typed wrong can be mended while the consent waits")
  func mended() async throws {
    try await journey.configure("acne-as")
    try await journey.consent()
    #expect(try journey.connector.isCompanyMissing(.acme, .fiken))
    try await journey.configure("acme-as")
    try await journey.connector.lookForCompany(.acme, .fiken)
    #expect(try journey.state().grant?.providerCompany == "913312465")
    let kept = try journey.vault.credentials(of: .acme, .fiken)
    #expect(kept?.credentials.companyCode == "acme-as")
  }

  @Test("at the end of the attempt a company that was not given is the wrong one")
  func neverGiven() async throws {
    journey.fiken.give(#"{"slug":"other","organizationNumber":"5"}"#)
    try await journey.consent()
    journey.pass(minutes: 44)
    try await journey.connector.sweep()
    #expect(try journey.failure() == nil)
    journey.pass(minutes: 2)
    try await journey.connector.sweep()
    let failed = try #require(try journey.failure())
    #expect(failed.reason == .wrongCompany && failed.stage == .check)
    #expect(failed.revokedAtProvider == true)
    #expect(try journey.vault.companies(.pending).isEmpty)
    #expect(try !journey.connector.isCompanyMissing(.acme, .fiken))
  }

  @Test("a consent that also covers a company connected here is dropped without ending it")
  func shared() async throws {
    try await journey.consent()
    let beta = Company.beta
    try await journey.configure("beta-as", beta)
    try await journey.consent(beta)
    #expect(try journey.connector.isCompanyMissing(beta, .fiken))
    journey.pass(minutes: 46)
    try await journey.connector.sweep()
    #expect(try journey.story(beta).last == "failed(check, wrongCompany)")
    #expect(journey.fiken.count("revoke") == 0)
    #expect(try journey.vault.revocations().isEmpty && journey.vault.companies(.pending).isEmpty)
    #expect(try await journey.connector.accessToken(of: .acme, .fiken).value.hasSuffix("access"))
  }

  @Test("a new attempt begins without what the last one lacked")
  func again() async throws {
    journey.fiken.give()
    try await journey.consent()
    journey.fiken.give(#"{"slug":"acme-as","organizationNumber":"913312465"}"#)
    try await journey.consent()
    #expect(
      try journey.story().suffix(4) == [
        "failed(callback, superseded)", "authorizeStarted", "callback(accepted)",
        "approved(consent)",
      ])
  }

  @Test(
    "a company that is found and cannot be used ends the attempt",
    arguments: [
      (
        #"{"slug":"acme-as","organizationNumber":"1","hasApiAccess":false}"#,
        Failed.Reason.licenceMissing
      ), (#"{"slug":"acme-as"}"#, .checkUnknown),
    ])
  func unusable(row: String, reason: Failed.Reason) async throws {
    journey.fiken.give(row)
    try await journey.consent()
    let failed = try #require(try journey.failure())
    #expect(failed.reason == reason && failed.stage == .check)
    #expect(try journey.vault.companies(.pending).isEmpty)
    #expect(journey.fiken.count("revoke 1") == 1)
  }

  @Test("a re-authorization into another company is dropped")
  func otherCompany() async throws {
    try await journey.consent()
    // The code is another company's now.
    journey.fiken.give(#"{"slug":"acme-as","organizationNumber":"5"}"#)
    try await journey.consent()
    #expect(try journey.story().contains("failed(check, wrongCompany)"))
    #expect(try journey.state().grant?.providerCompany == "913312465")
    #expect(journey.fiken.asked.suffix(2) == ["contacts 1", "projects 1"])
    let kept = try journey.vault.credentials(of: .acme, .fiken)
    #expect(kept?.credentials.companyCode == "acme-as")
  }
}

extension FikenJourney {
  /// The phase after so many minutes.
  fileprivate func state(at minutes: Int64) -> Phase? {
    try? state().phase(at: clock.effects.now().adding(seconds: minutes * 60))
  }
}
