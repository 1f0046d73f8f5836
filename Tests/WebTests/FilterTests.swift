import Foundation
import TestSupport
import Testing

/// Filters, the language, and leaving.
@Suite(.serialized, .timeLimit(.minutes(1))) struct FilterTests {
  @Test(
    "a filter that is not understood is an error and shows nothing",
    arguments: [
      "actor=u-17", "attempt=x", "since=yesterday", "until=2026-13-01", "type=nothing",
      "company=ACME", "before=x", "company=acme&actor=u-17", "company=acme&record=x",
    ])
  func wrong(filter: String) async throws {
    let product = try await Product()
    _ = try await product.begin(try await product.signedIn())
    let auditor = try await product.signedIn("auditor", "a-1")
    #expect(try await auditor.get("/history").text.contains("<tr><td class=\"number\">"))
    let page = try await auditor.get("/history?\(filter)")
    #expect(page.status == 400 && page.text.contains("nothing is shown"))
    #expect(!page.text.contains("<tr><td class=\"number\">"))
    let good = try await auditor.get("/history?actor=administrator%3Au-17&since=&type=configured")
    #expect(good.status == 200 && good.text.contains("<tr><td class=\"number\">"))
  }

  @Test("the language switch keeps the filters, and nothing of a callback")
  func language() async throws {
    let product = try await Product()
    _ = try await product.begin(try await product.signedIn())
    let auditor = try await product.signedIn("auditor", "a-1")
    let path = "/history?actor=administrator%3Au-17&type=configured"
    let page = try await auditor.get(path)
    let here = try #require(page.value(after: "name=\"return\" value=\""))
      .replacing("&amp;", with: "&")
    #expect(here == path)
    let answer = try await auditor.post("/language", [("language", "sv"), ("return", here)])
    #expect(answer.location == path)
    #expect(try await auditor.get(path).text.contains("lang=\"sv\""))
    let callback = try await auditor.get("/oauth/elsewhere/callback?code=secret&state=x")
    #expect(!callback.text.contains("secret"))
  }

  @Test("signing out takes every cookie away")
  func leaving() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    _ = try await browser.post("/language", [("language", "sv"), ("return", "/")])
    _ = try await product.begin(browser)
    #expect(browser.cookieNames.count == 3)
    let token = try #require(try await browser.get("/companies/acme/fortnox").token)
    _ = try await browser.post("/leave", [("token", token)])
    #expect(browser.cookieNames.isEmpty, "\(browser.cookieNames)")
  }
}
