import Foundation
import Integrations
import Testing

/// A company connects Fiken by the pages.
@Suite(.timeLimit(.minutes(20))) struct FikenPagesTests {
  private let page = "/companies/acme/fiken"

  /// Saves with a company code; gives the answer.
  private func save(_ browser: Browser, code: String, to action: String = "save") async throws
    -> Browser.Page
  {
    let token = try #require(try await browser.get(page).token)
    return try await browser.post(
      "\(page)/\(action)",
      [
        ("token", token), ("transfers", "customers"), ("transfers", "projects"),
        ("companyCode", code),
      ])
  }

  /// The address that a leaving page goes on to.
  private func address(_ leaving: Browser.Page) throws -> String {
    try #require(leaving.value(after: "id=\"go-on\" href=\"")).replacing("&amp;", with: "&")
  }

  @Test("a company that was not given is told of, is given, and is connected")
  func journey() async throws {
    let product = try await Product(offersFiken: true)
    let browser = try await product.signedIn()
    let shown = try await browser.get(page).text
    #expect(shown.contains("id=\"company-code\"") && !shown.contains("name=\"account\""))
    #expect(shown.contains("value=\"projects\"") && !shown.contains("value=\"vouchers\""))

    // Nothing is started without a code, and with what is none.
    let without = try await save(browser, code: "")
    #expect(without.text.contains("id=\"lacks-code\"") && without.location == nil)
    let malformed = try await save(browser, code: "https://fiken.no/")
    #expect(malformed.text.contains("id=\"no-code\"") && malformed.status == 400)

    let leaving = try await save(
      browser, code: " https://fiken.no/foretak/exempelselskapet-as/kontakter ")
    #expect(leaving.status == 200 && leaving.location == nil)
    let address = try address(leaving)
    #expect(address.hasPrefix("\(product.fikenSandboxURL)/oauth/authorize?"))
    #expect(leaving.text.contains("http-equiv=\"refresh\" content=\"0;url=http"))
    let callback = try await product.consentAtFiken(address, as: "anna", to: ["anna-ek"])
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))

    let missing = try await browser.get(page).text
    #expect(missing.contains("id=\"missing\"") && missing.contains("id=\"look\""))
    #expect(missing.contains("Apper du har gitt tilgang til"))
    #expect(!missing.contains("exempelselskapet"), "the code is never shown")
    // Saving looks for the company, and says no more than that.
    #expect(missing.contains(">Save</button>") && !missing.contains(">Save and authorize</button>"))
    let again = try await browser.get(try #require(answer.location))
    #expect(again.location == page, "the waiting page does not wait for a person")

    let token = try #require(try await browser.get(page).token)
    let still = try await browser.post("\(page)/look", [("token", token)])
    #expect(still.location == "\(page)?looked=yes")
    #expect(try await browser.get("\(page)?looked=yes").text.contains("Still not found"))
    let given = try await Browser(product.fikenSandboxURL).post(
      "/sandbox/api/given",
      [("person", "anna"), ("company", "exempelselskapet-as"), ("given", "yes")])
    #expect(given.status == 200)
    let found = try await browser.post("\(page)/look", [("token", token)])
    #expect(found.location == page)
    #expect(
      try product.names() == [
        "configured", "configured", "authorizeStarted", "callback(accepted)", "approved",
      ])
    let connected = try await browser.get(page).text
    #expect(!connected.contains("id=\"missing\"") && connected.contains("199000101"))
  }

  @Test("a code that was typed wrong is corrected while the consent waits")
  func corrected() async throws {
    let product = try await Product(offersFiken: true)
    let browser = try await product.signedIn()
    let leaving = try await save(browser, code: "exempelselskapet")
    let callback = try await product.consentAtFiken(
      try address(leaving), as: "anna", to: ["exempelselskapet-as"])
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try await browser.get(page).text.contains("id=\"missing\""))
    let saved = try await save(browser, code: "exempelselskapet-as")
    #expect(saved.location == page, "no second consent is asked for")
    #expect(try product.names().last == "approved")
  }

  @Test("the list offers both providers")
  func list() async throws {
    let product = try await Product(offersFiken: true)
    let browser = try await product.signedIn()
    let list = try await browser.get("/companies/acme").text
    #expect(list.contains("/companies/acme/fiken") && list.contains("/companies/acme/fortnox"))
  }
}
