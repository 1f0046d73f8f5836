import Foundation
import TestSupport
import Testing

/// Filters, the language, and leaving.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FilterTests {
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

  @Test("a filter that was written by hand comes through the switch too, and no address of others")
  func byHand() async throws {
    let product = try await Product()
    let browser = try await product.signedIn("support", "s-3")
    for path in ["/support?q=a,b", "/history?actor=administrator:u-17&until=(x)!$;@'", "/"] {
      let answer = try await browser.post("/language", [("language", "sv"), ("return", path)])
      #expect(answer.location == path)
    }
    for path in ["//evil.example/?q=a", "/\\evil.example", "https://evil.example", "/x?\r\nA: b"] {
      let answer = try await browser.post("/language", [("language", "sv"), ("return", path)])
      #expect(answer.location == "/", "\(path)")
    }
  }

  @Test("the slider and the links to a record keep the other filters")
  func slider() async throws {
    let product = try await Product()
    _ = try await product.begin(try await product.signedIn())
    let auditor = try await product.signedIn("auditor", "a-1")
    let page = try await auditor.get(
      "/history?company=acme&type=configured&actor=administrator%3Au-17&since=2020-01-01&record=2")
    for kept in [
      "name=\"company\" value=\"acme\"", "name=\"type\" value=\"configured\"",
      "name=\"actor\" value=\"administrator:u-17\"", "name=\"since\" value=\"2020-01-01\"",
    ] {
      #expect(page.text.contains("<input type=\"hidden\" \(kept)>"), "\(kept)")
    }
    let link = try #require(page.value(after: "<td class=\"number\"><a href=\""))
    #expect(link.contains("type=configured") && link.contains("since=2020"))
    #expect(link.contains("company=acme") && link.contains("at=2") && !link.contains("record=2"))
  }

  @Test("who signs out on a page that outlived the visit loses the cookies all the same")
  func leavingLate() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    _ = try await browser.post("/language", [("language", "sv"), ("return", "/")])
    let token = try #require(try await browser.get("/companies/acme/fortnox").token)
    let other = browser.copy
    _ = try await browser.post("/leave", [("token", token)])
    #expect(other.cookieNames.count == 2)
    let answer = try await other.post("/leave", [("token", token)])
    #expect(answer.status == 303 && other.cookieNames.isEmpty, "\(other.cookieNames)")
    let foreign = try await other.post(
      "/leave", [("token", token)], ["Sec-Fetch-Site": "cross-site"])
    #expect(foreign.status == 403)
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
