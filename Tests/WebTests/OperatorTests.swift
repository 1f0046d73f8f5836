import EventLog
import Evidence
import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// What operations see, and what they are offered.
@Suite(.serialized, .timeLimit(.minutes(20))) struct OperatorTests {
  private let links = [
    "<a href=\"/support\">", "<a href=\"/support/failures\">", "<a href=\"/history\">",
  ]

  @Test("operations find companies, failures and history, and verify")
  func pages() async throws {
    let start = ContinuousClock.now
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let browser = try await product.signedIn("operator", "o-1")
    #expect(try await browser.get("/").location == "/support")
    for path in ["/support", "/support/failures", "/history?company=acme"] {
      let page = try await browser.get(path)
      #expect(page.status == 200)
      for link in links { #expect(page.text.contains(link), "\(link) on \(path)") }
    }
    let history = try await browser.get("/history?company=acme")
    #expect(history.text.contains("id=\"verify\"") && history.text.contains("id=\"evidence\""))
    let token = try #require(history.token)
    let verified = try await browser.post("/verify", [("token", token)])
    #expect(verified.status == 200 && verified.text.contains("agrees with itself"))
    let before = try isSigned(product)
    let looked = try await browser.get("/evidence/acme").text
    let after = try isSigned(product)
    #expect(looked.contains("Nothing is published yet") || after)
    // A minute after its start the server signs by itself.
    let isOld = ContinuousClock.now - start > .seconds(55)
    #expect(before == after || isOld, "who only reads signs nothing")
    let published = try await browser.post("/evidence/acme", [("token", token)])
    #expect(published.status == 303 && published.location == "/evidence/acme")
    let evidence = try await browser.get("/evidence/acme")
    #expect(evidence.status == 200)
    #expect(evidence.headers.first(name: "Content-Type") == "application/x-tar")
  }

  private func isSigned(_ product: Product) throws -> Bool {
    let ledger = try Ledger.open(product.directory, for: .reading)
    defer { try? ledger.close() }
    return try ledger.rootCheckpoint() != nil
  }

  @Test("operations read a company's page and change nothing there")
  func reading() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let browser = try await product.signedIn("operator", "o-1")
    for path in ["/support/acme/fortnox", "/companies/acme/fortnox"] {
      let page = try await browser.get(path)
      #expect(page.status == 200)
      for button in ["remove", "make-link", "recheck", "save", "enable"] {
        #expect(!page.text.contains("id=\"\(button)\""), "\(button) on \(path)")
      }
    }
  }

  @Test("who may not verify is not offered it")
  func others() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let support = try await product.signedIn("support", "s-3")
    #expect(!(try await support.get("/history?company=acme").text.contains("id=\"verify\"")))
    let auditor = try await product.signedIn("auditor", "a-1")
    let page = try await auditor.get("/history?company=acme")
    #expect(page.text.contains("id=\"verify\"") && !page.text.contains(links[0]))
  }
}
