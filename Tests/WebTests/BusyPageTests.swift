import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Another process has what the server needs: pages say so, try again, and nothing is spent.
@Suite(.serialized, .timeLimit(.minutes(20))) struct BusyPageTests {
  private let page = "/companies/acme/fortnox"

  @Test("while the ledger is held, the callback waits in a page that tries again, and then counts")
  func ledger() async throws {
    let product = try await Product(["--patience", "1"])
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let code = try #require(callback.split(separator: "code=").last?.prefix { $0 != "&" })
    let token = try #require(try await browser.get(page).token)
    let held = try HeldLock(product.directory)
    for _ in 0..<2 {
      let busy = try await browser.get(callback)
      #expect(busy.status == 503 && busy.headers.first(name: "Retry-After") == "3")
      #expect(busy.text.contains("http-equiv=\"refresh\" content=\"3\""))
      #expect(busy.text.contains("this page tries again") && !busy.text.contains(code))
    }
    let form = try await browser.post("\(page)/give-up", [("token", token)])
    #expect(form.status == 503 && form.text.contains("press the button once more"))
    #expect(!form.text.contains("http-equiv=\"refresh\""), "not to be loaded again")
    #expect(try await browser.get(page).status == 200, "reading waits for nobody")
    #expect(try product.names() == ["configured", "authorizeStarted"])
    #expect(try await product.count("tokenRequests") == 0)
    held.release()
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved")
    #expect(try await product.count("tokenRequests") == 1)
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(log.contains("\"refused\":\"busy\""))
  }

  /// The fields of the form that a busy page sends again.
  private func again(_ page: Browser.Page) throws -> [(String, String)] {
    let start = try #require(page.text.range(of: "data-again="))
    let form = page.text[start.upperBound...].components(separatedBy: "</form>")[0]
    return form.components(separatedBy: "name=\"").dropFirst().map { part in
      let pieces = part.components(separatedBy: "\"")
      return (pieces[0], pieces[2])
    }
  }

  @Test("a busy ledger answers a form within 3 s, and what is sent again is recorded once")
  func sentAgain() async throws {
    // The ledger would wait longer than the browser: the page has a patience of its own.
    let product = try await Product(["--patience", "600"])
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let shown = try await browser.get(page)
    let fields = [
      ("token", try #require(shown.token)),
      ("sequence", try #require(shown.value(after: "name=\"sequence\" value=\""))),
      ("id", try #require(shown.value(after: "name=\"id\" value=\""))),
      ("transfers", "customers"), ("transfers", "invoices"),
    ]
    let held = try HeldLock(product.directory)
    let busy = try await browser.post("\(page)/save", fields)
    #expect(busy.status == 503 && busy.headers.first(name: "Retry-After") == "3")
    #expect(busy.text.contains("Something else is being recorded"))
    #expect(busy.text.contains("action=\"\(page)/save\"") && busy.text.contains("id=\"again\""))
    let resent = try again(busy)
    #expect(resent.map(\.0).sorted() == ["id", "sequence", "token", "transfers", "transfers"])
    #expect(resent.first { $0.0 == "id" }?.1 == fields[2].1, "the same record id")
    let twice = try again(try await browser.post("\(page)/save", resent))
    #expect(twice.first { $0.0 == "id" }?.1 == fields[2].1)
    let before = try product.actions().count
    held.release()
    for _ in 0..<3 {
      #expect(try await browser.post("\(page)/save", twice).status == 303)
    }
    #expect(try product.actions().count == before + 1, "recorded once, and nothing afterwards")
    let others = fields.filter { $0.0 != "transfers" } + [("transfers", "orders")]
    let changed = others.map { $0.0 == "sequence" ? ($0.0, "\(before + 1)") : $0 }
    let answer = try await browser.post("\(page)/save", changed)
    #expect(answer.status == 303, "another choice under the same id is recorded too")
    #expect(try product.actions().count == before + 2)
    // Back to the first page, whose id and choice are in the log: it is saved and not taken for said.
    let back = twice.map { $0.0 == "sequence" ? ($0.0, "\(before + 2)") : $0 }
    #expect(try await browser.post("\(page)/save", back).status == 303)
    #expect(try product.actions().count == before + 3)
  }

  @Test("while the ledger is held, nothing is asked of the provider that could not be recorded")
  func unasked() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let support = try await product.signedIn("support", "s-3")
    let token = try #require(try await support.get("/support/acme/fortnox").token)
    let removal = [
      ("token", token), ("reason", "requested"), ("ticket", "MOM-1"), ("confirm", "acme"),
    ]
    let own = [("token", try #require(try await browser.get(page).token))]
    let asked = try await product.count("registerRequests")
    let held = try HeldLock(product.directory)
    let removed = try await support.post("/support/acme/fortnox/remove", removal)
    let checked = try await browser.post("\(page)/recheck", own)
    for answer in [removed, checked] {
      #expect(answer.status == 503 && answer.text.contains("Something else is being recorded"))
    }
    #expect(try await product.count("revokeRequests") == 0)
    #expect(try await product.count("registerRequests") == asked)
    held.release()
    #expect(try await support.post("/support/acme/fortnox/remove", removal).status == 303)
    #expect(try await product.count("revokeRequests") == 1)
    #expect(try product.names().last == "credentialsRemoved")
  }

  @Test("while the vault is held, pages say so, and commands that they are to be run again")
  func vault() async throws {
    let product = try await Product(["--patience", "1"])
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let held = try await HeldDatabase(product.directory + "/vault.sqlite")
    #expect(try await browser.get(callback).status == 503)
    let busy = try await browser.get(page)
    #expect(busy.status == 503 && busy.text.contains("http-equiv=\"refresh\""))
    let link = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "support", "--person", "s-3"])
    #expect(link.code == 75 && link.error.contains("try again"), "\(link.error)")
    try await held.release()
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved")
  }
}
