import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// Every fault of the sandbox at every step: nothing breaks, and each becomes what it means.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FaultTests {
  /// A browser that has begun, and come back from the provider.
  private func connect(_ product: Product) async throws -> Browser {
    let browser = try await product.signedIn()
    try await product.connect(browser)
    return browser
  }

  @Test(
    "at the exchange",
    arguments: [
      (SandboxFault.drop, "exchangeUnknown"), (.garbage, "unrecognised"),
      (.empty400, "unrecognised"),
      (.opaque401, "unrecognised"), (.status429, "providerUnavailable"),
      (.status500, "providerUnavailable"), (.status503, "providerUnavailable"),
      (.redirect302, "unrecognised"), (.invalidGrant, "codeRejected"),
      (.invalidClient, "clientRejected"), (.missingLicence, "licenceMissing"),
      (.errorIn200, "unrecognised"), (.hostileText, "unrecognised"),
      (.invalidUTF8, "unrecognised"), (.huge, "unrecognised"), (.deepJSON, "unrecognised"),
      (.edge403, "unrecognised"), (.doneGarbage, "unrecognised"),
      (.done500, "providerUnavailable"), (.noAccessToken, "unrecognised"),
    ])
  func exchange(fault: SandboxFault, reason: String) async throws {
    let product = try await Product()
    try await product.fault(fault, at: .token)
    let browser = try await connect(product)
    #expect(try product.names().last == "failed(exchange, \(reason))")
    #expect(try await product.count("tokenRequests") == 1, "a code is sent once")
    #expect(try await product.count("trapRequests") == 0, "no redirect is followed")
    let page = try await browser.get("/companies/acme/fortnox")
    #expect(page.phase == "authorizationFailed")
    #expect(!page.text.contains("<script>alert"))
    // It goes well the next time.
    try await product.connect(browser)
    #expect(try product.names().last == "approved")
  }

  @Test(
    "at the exchange, where there is a grant all the same",
    arguments: [
      (SandboxFault.lessScope, "permissionDenied"), (.noExpiresIn, "approved"),
      (.errorNull, "approved"),
      (.errorEmpty, "approved"), (.created201, "approved"), (.noTokenType, "approved"),
      (.scopeList, "approved"), (.gzip, "approved"),
    ])
  func limited(fault: SandboxFault, last: String) async throws {
    let product = try await Product()
    try await product.fault(fault, at: .token)
    _ = try await connect(product)
    #expect(try product.names().last == last)
    #expect(try product.names().contains("approved"))
  }

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
    _ = try await connect(product)
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
    let browser = try await connect(product)
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
    _ = try await connect(product)
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
    let browser = try await connect(product)
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
    _ = try await connect(product)
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

  @Test("an endless body and a silent server end in time")
  func bounded() async throws {
    let product = try await Product(["--answer-time", "1"])
    try await product.fault(.endless, at: .token)
    // Without an end of its own the body would outlast the suite's time.
    _ = try await connect(product)
    #expect(try product.names().last == "failed(exchange, exchangeUnknown)")
  }
}
