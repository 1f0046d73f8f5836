import Foundation
import Sandbox
import TestSupport
import Testing

/// The page quotes what the provider itself said, where an attempt failed or a register was refused.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ProvidersWordsTests {
  private let page = "/companies/acme/fortnox"

  /// The part of a page that explains.
  private func advice(_ shown: Browser.Page) throws -> String {
    let start = try #require(shown.text.range(of: "<div class=\"advice"))
    let rest = shown.text[start.upperBound...]
    return String(rest[..<(try #require(rest.range(of: "<section class=\"card\">")).lowerBound)])
  }

  private func result(_ product: Product, _ browser: Browser) async throws -> Browser.Page {
    let callback = try await product.consent(try await product.begin(browser))
    let back = try await browser.get(callback)
    try await product.settle(browser, try #require(back.location))
    return try await browser.get(try #require(back.location))
  }

  @Test("a failed attempt's result quotes the error, escaped, cut, and in no language of ours")
  func failed() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.fault(.hostileText, at: .callback)
    let shown = try advice(try await result(product, browser))
    #expect(shown.contains("<q lang=\"\" translate=\"no\">&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(shown.contains("server_said"))
    #expect(!shown.contains("<script>") && !shown.contains("\u{1b}") && !shown.contains("anna.ek@"))
    let quoted = try #require(
      shown.components(separatedBy: "translate=\"no\">").dropFirst().first?
        .components(separatedBy: "</q>").first)
    #expect(quoted.count < 400, "\(quoted.count) characters are shown")
  }

  @Test(
    "a refused register's words stand where the page explains, with the code, in both languages")
  func refused() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser, as: "bo")
    let shown = try advice(try await browser.get(page))
    #expect(shown.contains("<q lang=\"\" translate=\"no\">Saknar behörighet för kundregister</q>"))
    #expect(shown.contains("Fortnox, customers:") && shown.contains("code 2001538, HTTP 400"))
    #expect(shown.contains("Fortnox, projects:"))
    _ = try await browser.post("/language", [("language", "sv"), ("return", "/")])
    let swedish = try advice(try await browser.get(page))
    #expect(swedish.contains("Fortnox, kunder:") && swedish.contains("kod 2001538, HTTP 400"))
  }

  @Test("what only a failed re-authorization met is quoted beside the grant that stands")
  func beside() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    try await product.fault(.unknownError, at: .callback)
    let shown = try advice(try await result(product, browser))
    #expect(shown.contains("<q lang=\"\" translate=\"no\">Något nytt har hänt</q>"))
  }

  @Test("where nothing was refused there is nothing to quote")
  func nothing() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    #expect(!(try await browser.get(page).text.contains("<q lang")))
  }
}
