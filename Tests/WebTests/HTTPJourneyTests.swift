import EventLog
import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The journey over HTTP, with the real server as a process and an imitation of Fortnox.
@Suite(.serialized, .timeLimit(.minutes(20))) struct HTTPJourneyTests {
  private let started = ["configured", "authorizeStarted"]

  @Test("the whole way leaves a grant, and every step of it is in the ledger")
  func whole() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    #expect(try product.names() == started + ["callback(accepted)", "approved"])
    let why = try await product.run("authledger", ["why", "acme"])
    #expect(why.output.contains("connected to Fortnox"))
    #expect(try await product.run("authledger", ["verify"]).code == 0)
    #expect(try await product.run("authledger", ["replay", "--check"]).code == 0)
    let token = try await product.run("authledger-connect", ["token", "acme"])
    #expect(token.code == 0 && token.output.hasPrefix("eyJ"), "\(token.error)")
    #expect(try await product.count("tokenRequests") == 1)
    #expect(try await product.count("refreshRequests") == 0)
    #expect(try await product.stop() == 0, "it stops when it is told")
  }

  @Test("of twenty callbacks at once with one state one counts, and one token request is sent")
  func twenty() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    // The way to the flow cookie is the same for all: the browser that started.
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        let (url, cookies) = (product.url, browser.allCookies)
        group.addTask {
          let copy = Browser(url)
          for (name, value) in cookies { copy.setCookie(name, value) }
          let answer = try await copy.get(callback)
          #expect(answer.location?.contains("/return/") == true)
          return answer.status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.allSatisfy { $0 == 303 })
    let page = try #require(try product.actions().compactMap(\.attempt).first)
    try await product.settle(browser, "/companies/acme/fortnox/return/\(page)")
    #expect(try await product.count("tokenRequests") == 1)
    let names = try product.names()
    #expect(names.filter { $0 == "callback(accepted)" }.count == 1)
    #expect(names.filter { $0 == "callback(alreadyUsed)" }.count == 10, "no more are recorded")
    #expect(names.filter { $0 == "approved" }.count == 1)
  }

  @Test("a second delivery of the same callback shows the first one's outcome")
  func twice() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let copy = browser.copy
    let first = try await browser.get(callback)
    try await product.settle(browser, try #require(first.location))
    let second = try await copy.get(callback)
    #expect(second.location == first.location)
    let shown = try await copy.get(try #require(second.location))
    #expect(shown.text.contains("was successful"))
  }

  @Test("a callback in another browser, of another administrator, or to another provider's address")
  func foreign() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let stranger = Browser(product.url)
    #expect(try await stranger.get(callback).location == "/callback-refused")
    let other = try await product.signedIn("administrator", "u-99")
    for (name, value) in browser.allCookies where name.hasPrefix("__Host-flow") {
      other.setCookie(name, value)
    }
    #expect(try await other.get(callback).location == "/callback-refused")
    let elsewhere = callback.replacing("/oauth/fortnox/", with: "/oauth/fortnox-payments/")
    _ = try await browser.copy.get(elsewhere)
    let issuer = try await browser.copy.get(callback + "&iss=https%3A%2F%2Fevil.example")
    #expect(issuer.status == 303)
    #expect(try await product.count("tokenRequests") == 0)
    #expect(
      try product.names() == started + [
        "callback(otherBrowser)", "callback(otherBrowser)", "callback(malformed)",
        "callback(malformed)",
      ])
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved", "the attempt was still open")
  }

  @Test(
    "what comes back malformed changes nothing",
    arguments: [
      "", "code=&state=STATE", "code=a&code=b&state=STATE", "code=a&state=STATE&state=STATE",
      "code=a&state=", "code=a&State=STATE", "error=a&error=b&state=STATE",
      "code=LONG&state=STATE", "code=a&state=short",
    ])
  func malformed(query: String) async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let address = try await product.begin(browser)
    let state = try #require(
      address.split(separator: "&").first { $0.hasPrefix("state=") }?.dropFirst(6))
    let query = query.replacing("STATE", with: state)
      .replacing("LONG", with: String(repeating: "x", count: 3000))
    let answer = try await browser.get("/oauth/fortnox/callback?" + query)
    #expect(answer.status == 303)
    #expect(try await product.count("tokenRequests") == 0)
    #expect(try product.names() == started + ["callback(malformed)"])
    let page = try await browser.get(try #require(answer.location))
    #expect(page.text.contains("Authorization failed"))
    let again = try await product.consent(address)
    let good = try await browser.get(again)
    try await product.settle(browser, try #require(good.location))
    #expect(try product.names().last == "approved")
  }

  @Test("prefetching spends nothing")
  func prefetch() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let answer = try await browser.get(callback, ["Sec-Purpose": "prefetch"])
    #expect(answer.status == 204)
    #expect(try product.names() == started)
  }

  @Test("strangers with states of their own become one record without anything of theirs")
  func strangers() async throws {
    let product = try await Product()
    let browser = Browser(product.url)
    for _ in 0..<5 {
      let state = String(repeating: "z", count: 43)
      let answer = try await browser.get("/oauth/fortnox/callback?code=x&state=\(state)")
      #expect(answer.location == "/callback-refused")
    }
    #expect(try await product.stop() == 0)
    let records = try await product.run("authledger", ["history", "--format", "jsonl"]).output
    #expect(records.contains("ledger.callbacks.unknown.v1") && records.contains("{\"count\":5}"))
    #expect(!records.contains("zzzz"))
  }
}

extension Browser {
  /// Every cookie, to be put into another browser.
  var allCookies: [(String, String)] {
    cookieNames.compactMap { name in cookie(name).map { (name, $0) } }
  }
}
