import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The server is killed between two steps and started again: nothing stays half done.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ServerCrashTests {
  private static let providers = [Provider.fortnox, .fiken]

  @Test("after the callback was accepted, while the exchange has no answer", arguments: providers)
  func duringExchange(provider: Provider) async throws {
    let product = try await Product(of: provider)
    let browser = try await product.signedIn()
    try await product.fault(.slow, at: .token)
    let callback = try await product.consent(try await product.begin(browser))
    let answer = try await browser.get(callback)
    try await product.waitUntil("tokenRequests")
    try await product.kill()
    try await product.start()
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "failed(exchange, exchangeUnknown)")
    #expect(try await product.count("tokenRequests") == 1, "a code is never sent twice")
    try await product.connect(browser)
    #expect(try product.names().last == "approved")
  }

  @Test("after the tokens came, while nothing of them is in the ledger", arguments: providers)
  func duringCheck(provider: Provider) async throws {
    let product = try await Product(of: provider)
    let browser = try await product.signedIn()
    let isFiken = provider == .fiken
    try await product.fault(.slow, at: isFiken ? .companies : .companyinformation)
    let callback = try await product.consent(try await product.begin(browser))
    let answer = try await browser.get(callback)
    try await product.waitUntil(isFiken ? "companiesRequests" : "companyRequests")
    try await product.kill()
    // A request that is under way at Fiken keeps the next one out.
    try await product.control("calm", [])
    try await product.start()
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved", "what reached the disk is not lost")
    #expect(try await product.count("tokenRequests") == 1)
    #expect(try await product.run("authledger-connect", ["token", "acme"]).code == 0)
  }

  @Test("while a refresh has no answer", arguments: providers)
  func duringRefresh(provider: Provider) async throws {
    let product = try await Product(of: provider)
    let browser = try await product.signedIn()
    try await product.connect(browser)
    // The access token has an hour left; the product's clock is the computer's, so it is refreshed
    // by force: the provider no longer takes the old one.
    try await product.fault(.slow, at: .refresh)
    try await product.control("clock", [("seconds", "90000")])
    let page = try await browser.get(product.page())
    let token = try #require(page.token)
    let copy = browser.copy
    let recheck = Task {
      _ = try? await copy.post("\(product.page())/recheck", [("token", token)])
    }
    try await product.waitUntil("refreshRequests")
    try await product.kill()
    await recheck.value
    try await product.start()
    try await eventually(otherwise: "\(try product.names())") {
      try product.names().last == "failed(refresh, refreshUnknown)"
    }
    // The old refresh token was never used, so the grant comes back.
    let again = try await browser.get(product.page())
    _ = try await browser.post(
      "\(product.page())/recheck", [("token", try #require(again.token))])
    #expect(try product.names().suffix(2) == ["failed(refresh, refreshUnknown)", "approved"])
  }

  @Test("before the browser has come back: the attempt is still good", arguments: providers)
  func beforeCallback(provider: Provider) async throws {
    let product = try await Product(of: provider)
    let browser = try await product.signedIn()
    let address = try await product.begin(browser)
    try await product.kill()
    try await product.start()
    let answer = try await browser.get(try await product.consent(address))
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved")
  }
}
