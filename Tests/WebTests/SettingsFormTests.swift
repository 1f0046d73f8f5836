import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Every button of the page saves what the settings form shows, and overwrites nobody.
@Suite(.serialized, .timeLimit(.minutes(20))) struct SettingsFormTests {
  private let page = "/companies/acme/fortnox"

  /// What the form holds when a page is loaded, with other choices filled in.
  private func fields(
    _ shown: Browser.Page, _ transfers: [String], account: String? = nil
  ) throws -> [(String, String)] {
    let sequence = try #require(shown.value(after: "name=\"sequence\" value=\""))
    let form = [("token", try #require(shown.token)), ("sequence", sequence)]
    return form + transfers.map { ("transfers", $0) } + (account.map { [("account", $0)] } ?? [])
  }

  private func settings(_ product: Product) throws -> (Configured, Bool) {
    let ledger = try Ledger.open(product.directory, for: .reading)
    let state = try #require(try ledger.integration(of: .acme, .fortnox)?.state)
    return (try #require(state.settings), state.serviceAccountSelected)
  }

  @Test("Authorize after a failed attempt asks for the account and registers that are chosen")
  func authorize() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let declined = try await product.consent(
      try await product.begin(browser), as: "anna", approving: false)
    _ = try await browser.get(declined)
    let shown = try await browser.get(page)
    #expect(shown.phase == "authorizationFailed")
    #expect(shown.text.contains("id=\"authorize\"") && shown.text.contains("id=\"save\""))
    #expect(shown.text.components(separatedBy: " primary\"").count == 2, "one primary button")
    let start = try await browser.post(
      "\(page)/authorize", try fields(shown, ["customers", "invoices"], account: "service"))
    let location = try #require(start.location)
    #expect(location.contains("account_type=service") && location.contains("invoice"))
    let (saved, isService) = try settings(product)
    #expect(saved.transfers == Registers([.customers, .invoices]) && isService)
  }

  @Test("Enable, Check again, Re-authorize and Give up save what is chosen")
  func granted() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    var wished = ["customers", "projects"]
    for (action, more) in [
      ("enable", "invoices"), ("recheck", "articles"), ("authorize", "orders"),
      ("give-up", "suppliers"), ("save", "vouchers"),
    ] {
      wished.append(more)
      var form = try fields(try await browser.get(page), wished)
      if action == "enable" { form.append(("enabled", "yes")) }
      #expect(try await browser.post("\(page)/\(action)", form).status == 303, "\(action)")
      let (saved, _) = try settings(product)
      #expect(saved.transfers == Registers(wished.compactMap(Register.init(rawValue:))))
      #expect(saved.enabled, "\(action)")
    }
  }

  @Test("what a colleague saved meanwhile is not overwritten, and both versions are shown")
  func changedMeanwhile() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let shown = try await browser.get(page)
    let colleague = try await product.signedIn("administrator", "u-18")
    let theirs = try fields(try await colleague.get(page), ["customers"])
    #expect(try await colleague.post("\(page)/save", theirs).status == 303)
    for action in ["save", "authorize", "enable", "recheck", "give-up"] {
      let mine = try fields(shown, ["projects", "invoices"]) + [("enabled", "yes")]
      let answer = try await browser.post("\(page)/\(action)", mine)
      #expect(answer.status == 409 && answer.text.contains("id=\"changed\""), "\(action)")
      #expect(answer.text.contains("customers; a person&#39;s account"))
      #expect(answer.text.contains("invoices, projects; a person&#39;s account"))
      #expect(answer.text.contains("value=\"invoices\" checked"), "what was filled in is there")
      #expect(try settings(product).0.transfers == Registers([.customers]))
    }
    // Having seen both, the same choice is theirs to make.
    let seen = try await browser.post("\(page)/save", try fields(shown, ["projects"]))
    let again = try await browser.post("\(page)/save", try fields(seen, ["projects"]))
    #expect(again.status == 303)
    #expect(try settings(product).0.transfers == Registers([.projects]))
  }

  @Test("records that change no setting stand in nobody's way")
  func otherRecords() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let shown = try await browser.get(page)
    let start = try await browser.post(
      "\(page)/save", try fields(shown, ["customers", "projects"], account: "user"))
    #expect(start.status == 303)
    let waiting = try await browser.get(page)
    let declined = try await product.consent(try #require(start.location), approving: false)
    _ = try await browser.get(declined)
    let again = try await browser.post(
      "\(page)/save", try fields(waiting, ["customers"], account: "user"))
    #expect(again.status == 303 && again.location?.contains("scope=") == true)
  }

  @Test("a choice that a colleague's consent has locked is shown, not forced")
  func locked() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let shown = try await browser.get(page)
    let colleague = try await product.signedIn("administrator", "u-18")
    try await product.connect(colleague)
    let answer = try await browser.post(
      "\(page)/save", try fields(shown, ["customers", "projects"], account: "service"))
    #expect(answer.status == 409 && answer.text.contains("a service account; not enabled"))
    let same = try await browser.post(
      "\(page)/authorize", try fields(shown, ["customers", "projects"], account: "user"))
    #expect(same.status == 303 && same.location == page, "there is nothing left to start")
  }

  @Test("who starts too often saves no other choice beside the attempt that goes on")
  func tooOften() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let token = try #require(try await browser.get(page).token)
    let fields = [("token", token), ("transfers", "customers")]
    for _ in 0..<20 {
      let answer = try await browser.post("\(page)/save", fields + [("account", "user")])
      #expect(answer.status == 303)
    }
    let count = try product.actions().count
    let refused = try await browser.post("\(page)/save", fields + [("account", "service")])
    #expect(refused.status == 429)
    #expect(try product.actions().count == count)
  }

  @Test("who presses any button too often writes nothing, and a colleague still can")
  func writesTooOften() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let token = try #require(try await browser.get(page).token)
    let buttons = ["save", "give-up", "enable", "recheck", "authorize"]
    var statuses: [Int] = []
    for turn in 0..<40 {
      let fields = [("token", token), ("transfers", turn % 2 == 0 ? "customers" : "projects")]
      let button = turn < 20 ? buttons[turn % 5] : buttons[turn % 4]
      statuses.append(try await browser.post("\(page)/\(button)", fields).status)
      if turn == 19 { #expect(!statuses.contains(429), "\(statuses)") }
    }
    #expect(statuses.dropFirst(20).allSatisfy { $0 == 429 })
    let count = try product.actions().count
    let form = [("token", token), ("transfers", "orders")]
    #expect(try await browser.post("\(page)/save", form).status == 429)
    #expect(try product.actions().count == count)
    let colleague = try await product.signedIn("administrator", "u-18")
    let theirs = try fields(try await colleague.get(page), ["orders"])
    #expect(try await colleague.post("\(page)/save", theirs).status == 303)
    #expect(try product.actions().count > count)
  }

  @Test("everybody of a company together has a limit too, and another company has its own")
  func companyTooOften() async throws {
    let product = try await Product()
    var statuses: [Int] = []
    for person in 0..<4 {
      let browser = try await product.signedIn("administrator", "u-\(person)")
      let token = try #require(try await browser.get(page).token)
      for _ in 0..<16 {
        statuses.append(try await browser.post("\(page)/give-up", [("token", token)]).status)
      }
    }
    #expect(statuses == [Int](repeating: 303, count: 60) + [Int](repeating: 429, count: 4))
    let other = try await product.signedIn("administrator", "u-9", company: "beta")
    let token = try #require(try await other.get("/companies/beta/fortnox").token)
    let answer = try await other.post("/companies/beta/fortnox/give-up", [("token", token)])
    #expect(answer.status == 303)
  }

  @Test("enabled with nothing to transfer is refused in one sentence, and the success page enables")
  func nothing() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let back = try await browser.get(callback)
    try await product.settle(browser, try #require(back.location))
    let success = try await browser.get(try #require(back.location))
    #expect(success.text.contains("was successful") && success.text.contains("id=\"enable\""))
    let shown = try await browser.get(page)
    let refused = try await browser.post(
      "\(page)/enable", try fields(shown, []) + [("enabled", "yes")])
    #expect(refused.status == 400 && refused.text.contains("choose at least one thing"))
    #expect(try !settings(product).0.enabled)
    let enabled = try await browser.post(
      "\(page)/enable", [("token", try #require(success.token)), ("enabled", "yes")])
    #expect(enabled.status == 303)
    let saved = try settings(product).0
    #expect(saved.enabled && saved.transfers == Registers([.customers, .projects]))
    let now = try await browser.get(page)
    let emptied = try await browser.post("\(page)/save", try fields(now, []))
    #expect(emptied.status == 400)
    #expect(try settings(product).0 == saved)
  }
}
