import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Another process has what the server needs: pages say so, try again, and nothing is spent.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BusyPageTests {
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

  @Test("while the vault is held, pages say so, and commands that they are to be run again")
  func vault() async throws {
    let product = try await Product(["--patience", "1"])
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let held = try HeldDatabase(product.directory + "/vault.sqlite")
    #expect(try await browser.get(callback).status == 503)
    let busy = try await browser.get(page)
    #expect(busy.status == 503 && busy.text.contains("http-equiv=\"refresh\""))
    let link = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "support", "--person", "s-3"])
    #expect(link.code == 75 && link.error.contains("try again"), "\(link.error)")
    held.release()
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved")
  }
}
