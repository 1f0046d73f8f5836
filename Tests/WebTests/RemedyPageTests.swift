import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing

/// The page carries what its advice names, and says what became of it.
@Suite(.serialized, .timeLimit(.minutes(20))) struct RemedyPageTests {
  private let page = "/companies/acme/fortnox"

  private func steps(_ shown: Browser.Page) -> [String] {
    shown.text.components(separatedBy: "data-button=\"").dropFirst()
      .compactMap { $0.split(separator: "\"").first.map(String.init) }
  }

  private func check(_ browser: Browser) async throws -> String {
    let token = try #require(try await browser.get(page).token)
    let answer = try await browser.post("\(page)/recheck", [("token", token)])
    return try await browser.get(try #require(answer.location)).text
  }

  @Test("each remedy of a missing right has its buttons, and the address to write to is readable")
  func remedies() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser, as: "bo")
    let shown = try await browser.get(page)
    #expect(shown.phase == "permissionDenied")
    let named = ["enable", "checkAgain", "writeToSupport", "saveAndAuthorize", "writeToSupport"]
    #expect(steps(shown) == named, "the last one stands beside the locked choice")
    #expect(shown.text.contains("<span class=\"address\">support@"))
    #expect(shown.text.contains("data-button=\"saveAndAuthorize\" disabled"), "support comes first")
    #expect(shown.text.contains("service%20account"))
    #expect(try await check(browser).contains("Fortnox refused customers, projects."))
    for register in ["customers", "projects"] {
      try await product.control(
        "right",
        [("person", "bo"), ("company", "1001"), ("register", register), ("granted", "yes")])
    }
    #expect(try await check(browser).contains("Everything answered."))
    try await product.fault(.status503, at: .register, times: 20)
    #expect(try await check(browser).contains("No answer came."))
  }

  @Test("where nothing went wrong, nobody is told to fix it or to try again")
  func unbroken() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let before = try await browser.get(page).text
    #expect(before.contains("data-verdict=\"NEVER_STARTED\""))
    #expect(
      before.contains("data-step=\"saveAndAuthorize\"") && !before.contains("class=\"fixer\""))
    _ = try await product.begin(browser)
    let left = try await browser.get(page).text
    #expect(
      left.contains("data-step=\"finishAtProvider\"") && left.contains("data-step=\"authorize\""))
    #expect(left.contains("did not come back") && !left.contains("is being authorized right now"))
    let other = try await product.signedIn()
    try await product.connect(other)
    let connected = try await other.get(page).text
    #expect(connected.contains("data-verdict=\"NOT_ENABLED\""))
    #expect(!connected.contains("class=\"fixer\""))
  }

  @Test("the mail of a service account's company asks for a person's account")
  func mail() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser, isService: true)
    let shown = try await browser.get(page)
    #expect(shown.text.contains("a%20person%27s%20account%20instead%20of%20the%20service"))
    #expect(!shown.text.contains("with%20a%20service%20account%20instead"))
  }

  @Test("a failed attempt's page has the settings that its steps name")
  func failed() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(
      try await product.begin(browser, isService: true), as: "bo")
    let back = try await browser.get(callback)
    try await product.settle(browser, try #require(back.location))
    let shown = try await browser.get(try #require(back.location))
    #expect(shown.text.contains("Authorization failed"))
    #expect(Set(steps(shown)) == ["authorize", "saveAndAuthorize"])
    #expect(shown.text.contains("<form id=\"settings\""))
  }

  @Test("a colleague's attempt is told as a colleague's, with the choice to wait")
  func colleague() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let address = try await product.begin(browser)
    let own = try await browser.get(page).text
    #expect(own.contains("you did not come back") && !own.contains("id=\"colleague\""))
    let other = try await product.signedIn("administrator", "u-18")
    let shown = try await other.get(page).text
    #expect(shown.contains("id=\"colleague\"") && shown.contains("administrator:u-17"))
    #expect(!shown.contains("you did not come back") && shown.contains("Authorizing"))
    let wait = try #require(try await other.get(page).value(after: "id=\"wait\" href=\""))
    let waiting = try await other.get(wait).text
    #expect(waiting.contains("A colleague is logging in") && waiting.contains("data-wait"))
    let answer = try await browser.get(try await product.consent(address))
    try await product.settle(browser, try #require(answer.location))
    #expect(try await other.get(wait).text.contains("was successful"))
  }

  @Test("while an answer is being finished, only waiting is offered, and nothing takes its place")
  func finishing() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let before = try await browser.get(page)
    let address = try await product.begin(browser)
    try await product.fault(.slow, at: .token)
    let answer = try await browser.get(try await product.consent(address))
    let shown = try await browser.get(page)
    #expect(shown.text.contains("id=\"finishing\"") && shown.text.contains("data-wait"))
    #expect(shown.text.contains("<noscript><meta http-equiv=\"refresh\" content=\"5\">"))
    for button in ["save", "authorize", "give-up", "recheck", "enable"] {
      #expect(!shown.text.contains("id=\"\(button)\""), "\(button)")
    }
    #expect(steps(shown).isEmpty)
    let token = try #require(before.token)
    for action in ["save", "authorize", "give-up"] {
      let stale = try await browser.post("\(page)/\(action)", [("token", token)])
      #expect(stale.location == answer.location, "\(action) leads to waiting")
    }
    #expect(!(try product.names().contains("failed(callback, superseded)")))
  }

  @Test("a consent with fewer permissions than were asked for is no success alone")
  func lessScope() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    try await product.fault(.lessScope, at: .token)
    let back = try await browser.get(callback)
    try await product.settle(browser, try #require(back.location))
    let shown = try await browser.get(try #require(back.location))
    // Either the page tells what is missing, or it leads to the one that does.
    let text = shown.text + (try await browser.get(page).text)
    #expect(!text.contains("was successful"))
    #expect(shown.location == page || shown.text.contains("Fortnox gave fewer permissions"))
    #expect(text.contains("data-button=\"reauthorize\""))
  }

  @Test("a consent without an answer of a register is no success alone")
  func silent() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    try await product.fault(.status503, at: .register, times: 20)
    let back = try await browser.get(callback)
    try await product.settle(browser, try #require(back.location))
    let shown = try await browser.get(try #require(back.location)).text
    #expect(!shown.contains("was successful") && shown.contains("Fortnox has not answered yet"))
    #expect(shown.contains("id=\"recheck\""))
  }
}
