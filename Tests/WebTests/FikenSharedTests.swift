import Foundation
import Integrations
import TestSupport
import Testing

/// One person connects two companies with Fiken, and one of them is removed.
///
/// What a second consent and a revocation do to the first is not known; the imitation does each of it.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FikenSharedTests {
  private static let second = ["stands", "shares"]
  private static let revocation = ["grant", "person"]

  @Test("the other company's connection is left alone", arguments: second, revocation)
  func removal(second: String, revocation: String) async throws {
    let product = try await Product(["--wait-share", "1"], of: .fiken, questions: 10_000)
    for (name, position) in [("secondConsent", second), ("revocation", revocation)] {
      try await product.control("switch", [("name", name), ("position", position)])
    }
    let codes = ["exempelselskapet-as", "anna-ek"]
    for (company, code) in zip([Company.acme, .beta], codes) {
      let browser = try await product.signedIn(company: company.id)
      let address = try await product.begin(
        browser, product.page(of: company), companyCode: code)
      let callback = try await product.consentAtFiken(address, as: "anna", to: codes)
      try await product.settle(browser, try #require(try await browser.get(callback).location))
      #expect(try product.names(company).last == "approved")
    }
    let removed = try await product.run(
      "authledger-connect", ["remove", "acme", "--reason", "requested", "--ticket", "MOM-1"])
    #expect(removed.code == 0, "\(removed.error)")
    #expect(try product.names().last == "credentialsRemoved")
    #expect(try await product.count("revokeRequests") == 0)
    // Asked of Fiken, and not of what is stored here.
    let checked = try await product.run("authledger-connect", ["recheck", "beta"])
    #expect(checked.code == 0, "\(checked.error)")
    let why = try await product.run("authledger", ["why", "beta", "--format", "json"]).output
    #expect(why.contains("\"NOT_ENABLED\""), "\(why)")
    // Alone, a consent is ended.
    let last = try await product.run(
      "authledger-connect", ["remove", "beta", "--reason", "requested", "--ticket", "MOM-2"])
    #expect(last.code == 0, "\(last.error)")
    let log = try await product.run("authledger", ["history", "beta", "--format", "jsonl"]).output
    #expect(log.contains("\"revokedAtProvider\":true"))
    // The first may be ended by then as well, since it is tried again.
    let isOneLeft = second == "stands" && revocation == "grant"
    #expect(try await product.living() <= (isOneLeft ? 1 : 0))
  }
}
