import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// Every fault of the sandbox at the exchange: nothing breaks, and each becomes what it means.
///
/// A suite of its own beside `FaultTests`, so that both go on side by side.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ExchangeFaultTests {
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
    let browser = try await product.connected()
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
    _ = try await product.connected()
    #expect(try product.names().last == last)
    #expect(try product.names().contains("approved"))
  }

  @Test("an endless body and a silent server end in time")
  func bounded() async throws {
    let product = try await Product(["--answer-time", "1"])
    try await product.fault(.endless, at: .token)
    // Without an end of its own the body would outlast the suite's time.
    _ = try await product.connected()
    #expect(try product.names().last == "failed(exchange, exchangeUnknown)")
  }
}
