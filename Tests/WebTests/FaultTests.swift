import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// Every fault of the sandbox after the exchange: nothing breaks, and each becomes what it means.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FaultTests {
  @Test(
    "at the check of a register",
    arguments: [
      (SandboxFault.scopeDenied, "permissionDenied"), (.licenceDenied, "permissionDenied"),
      (.rightDenied, "permissionDenied"), (.status500, "approved"), (.drop, "approved"),
      (.garbage, "failed(check, unrecognised)"), (.opaque401, "approved"),
      (.hostileText, "failed(check, unrecognised)"), (.edge403, "failed(check, unrecognised)"),
      (.rightDeniedIn200, "permissionDenied"),
      (.otherWords, "failed(check, unrecognised)"), (.errorIn200, "failed(check, unrecognised)"),
    ])
  func register(fault: SandboxFault, last: String) async throws {
    let product = try await Product()
    try await product.fault(fault, at: .register, times: 2)
    _ = try await product.connected()
    #expect(try product.names().last == last)
  }

  @Test(
    "where company information is refused, the attempt ends at once and the consent is revoked",
    arguments: [
      (SandboxFault.scopeDenied, "scopeNotEnabled", "Har inte behörighet för scope."),
      (.licenceDenied, "licenceMissing", "Det finns ingen aktiv licens för önskat scope."),
      (.otherWords, "unrecognised", "Det här går inte längre"),
      (.noRight, "unrecognised", "API_NORIGHT"),
    ])
  func companyRefused(fault: SandboxFault, reason: String, words: String) async throws {
    let product = try await Product()
    try await product.fault(fault, at: .companyinformation)
    let browser = try await product.connected()
    #expect(try product.names().last == "failed(check, \(reason))")
    // The page tells of the end as soon as it is recorded, and then the consent is revoked.
    try await product.waitUntil("revokeRequests", isAsked: 1)
    #expect(try await product.count("revokeRequests") == 1)
    let log = try await product.run("authledger", ["history", "acme", "--format", "jsonl"]).output
    #expect(log.contains(words))
    #expect(try await browser.get("/companies/acme/fortnox").phase == "authorizationFailed")
  }

  @Test(
    "a page, of the provider or of somebody before it, makes nothing healthy and refuses nothing",
    arguments: [SandboxFault.garbage, .edge403])
  func pages(fault: SandboxFault) async throws {
    let product = try await Product()
    try await product.fault(fault, at: .register, times: 2)
    _ = try await product.connected()
    #expect(try product.names().suffix(2) == ["approved", "failed(check, unrecognised)"])
    let why = try await product.run("authledger", ["why", "acme", "--format", "json"])
    #expect(!why.output.contains("\"HEALTHY\"") && !why.output.contains("LACKS_RIGHTS"))
  }

  @Test("where company information is not readable, the credentials wait until it is")
  func company() async throws {
    let product = try await Product(["--wait-share", "1"])
    try await product.fault(.status503, at: .companyinformation, times: 4)
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let back = try await browser.get(callback)
    let waiting = try #require(back.location)
    try await product.waitUntil("companyRequests", isAsked: 4)
    #expect(try await browser.get(waiting).text.contains("Finishing the authorization"))
    #expect(try await product.run("authledger-connect", ["sweep"]).code == 0)
    #expect(try product.names().last == "approved")
    #expect(try await browser.get(waiting).text.contains("was successful"))
  }

  @Test("another company at a re-authorization is refused, revoked, and the old grant kept")
  func otherCompany() async throws {
    let product = try await Product()
    let browser = try await product.connected()
    try await product.fault(.otherCompany, at: .companyinformation)
    try await product.connect(browser)
    #expect(try product.names().contains("failed(check, wrongCompany)"))
    #expect(try await product.count("revokeRequests") == 1)
    #expect(try await browser.get("/companies/acme/fortnox").phase == "authorized")
    #expect(try await product.run("authledger-connect", ["token", "acme"]).code == 0)
  }

  @Test(
    "at the removal: it is told that the provider did not confirm",
    arguments: [
      (SandboxFault.status503, "false"), (.drop, "false"), (.garbage, "false"),
      (.doneGarbage, "false"),
      (.notRevoked, "false"), (.edge403, "false"), (nil, "true"),
    ])
  func revoke(fault: SandboxFault?, isRevoked: String) async throws {
    let product = try await Product()
    _ = try await product.connected()
    // The sweep of the server tries again meanwhile.
    if let fault { try await product.fault(fault, at: .revoke, times: 50) }
    let removed = try await product.run(
      "authledger-connect", ["remove", "acme", "--reason", "requested", "--ticket", "MOM-1"])
    #expect(removed.code == 0, "\(removed.error)")
    #expect(try product.names().last == "credentialsRemoved")
    let log = try await product.run("authledger", ["history", "acme", "--format", "jsonl"]).output
    #expect(log.contains("\"revokedAtProvider\":\(isRevoked)"))
    #expect(try await product.run("authledger-connect", ["token", "acme"]).code == 1)
    let held = try await product.run("authledger-connect", ["credentials"]).output
    #expect(held.contains("revoking") == (isRevoked == "false"), "\(held)")
  }
}
