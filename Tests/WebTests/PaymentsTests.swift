import Foundation
import Integrations
import TestSupport
import Testing

/// Fortnox Payments, an integration of its own at the same provider.
@Suite(.serialized, .timeLimit(.minutes(20))) struct PaymentsTests {
  private let page = "/companies/acme/fortnox-payments"

  /// The registers that a page has ticked.
  private func ticked(_ page: Browser.Page) -> [String] {
    page.text.components(separatedBy: "name=\"transfers\" value=\"").dropFirst().compactMap {
      part in
      let box = part.split(separator: ">").first ?? ""
      return box.contains(" checked") ? box.split(separator: "\"").first.map(String.init) : nil
    }
  }

  @Test("each integration proposes what it is for")
  func proposed() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    #expect(ticked(try await browser.get(page)) == ["payments"])
    #expect(ticked(try await browser.get("/companies/acme/fortnox")) == ["customers", "projects"])
  }

  @Test("as proposed it asks for the scope of payments and no other, and works")
  func scope() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let shown = try await browser.get(page)
    let token = try #require(shown.token)
    let fields =
      ticked(shown).map { ("transfers", $0) } + [
        ("token", token), ("sequence", "0"), ("account", "user"),
      ]
    let address = try #require(try await browser.post("\(page)/save", fields).location)
    let query = try #require(URLComponents(string: address)?.queryItems)
    #expect(query.first { $0.name == "scope" }?.value == "companyinformation payment")
    let back = try await browser.get(try await product.consent(address))
    try await product.settle(browser, try #require(back.location))
    let result = try await browser.get(try #require(back.location))
    #expect(result.text.contains("was successful"))
    #expect(ticked(try await browser.get(page)) == ["payments"])
  }
}
