import EventLog
import Evidence
import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// HEAD looks and changes nothing; what an address does not have is refused with what it has.
@Suite(.serialized, .timeLimit(.minutes(20))) struct MethodTests {
  private let page = "/companies/acme/fortnox"

  @Test("HEAD answers as GET without a body, and leaves callback, link and evidence untouched")
  func head() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let before = try product.names()
    for path in ["/", page, "/companies/acme", "/healthz", "/readyz", "/callback-refused"] {
      let get = try await browser.get(path)
      let head = try await browser.send(.HEAD, path)
      #expect(head.status == get.status && head.text.isEmpty, "\(path)")
      #expect(
        head.headers.first(name: "Content-Type") == get.headers.first(name: "Content-Type"))
      #expect(head.headers.first(name: "Content-Security-Policy") != nil)
    }
    let looked = try await browser.send(.HEAD, callback)
    #expect(looked.status == 204 && looked.headers["Set-Cookie"].isEmpty)
    #expect(try product.names() == before)
    #expect(try await product.count("tokenRequests") == 0)
    let made = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "auditor", "--person", "a-1"])
    let link = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let auditor = Browser(product.url)
    #expect(try await auditor.send(.HEAD, link).status == 200)
    let value = String(try #require(link.split(separator: "/").last))
    #expect(try await auditor.enter(value).status == 303)
    let ledger = try Ledger.open(product.directory, for: .reading)
    let root = try ledger.rootCheckpoint().map { "\($0)" }
    let evidence = try await auditor.send(.HEAD, "/evidence/acme")
    #expect(evidence.status == 200 && evidence.text.isEmpty)
    #expect(evidence.headers.first(name: "Content-Type") == "application/x-tar")
    #expect(try ledger.rootCheckpoint().map { "\($0)" } == root, "nothing was signed")
    #expect(try await auditor.send(.HEAD, "/evidence/nobody").status == 404)
    let answer = try await browser.get(callback)
    try await product.settle(browser, try #require(answer.location))
    #expect(try product.names().last == "approved", "the callback still counts")
  }

  @Test(
    "a wrong method is 405, with the methods that there are",
    arguments: [
      ("GET", "/companies/acme/fortnox/save", "POST"), ("POST", "/companies/acme", "GET, HEAD"),
      ("DELETE", "/companies/acme/fortnox", "GET, HEAD"), ("PUT", "/", "GET, HEAD"),
      ("POST", "/oauth/fortnox/callback", "GET, HEAD"), ("GET", "/leave", "POST"),
      ("HEAD", "/leave", "POST"), ("PATCH", "/history", "GET, HEAD"),
      ("POST", "/api/companies/acme/fortnox/status", "GET, HEAD"),
      ("OPTIONS", "/healthz", "GET, HEAD"),
    ])
  func wrong(method: String, path: String, allowed: String) async throws {
    let product = try await Product()
    let answer = try await Browser(product.url).send(HTTPMethod(rawValue: method), path)
    #expect(answer.status == 405 && answer.headers.first(name: "Allow") == allowed)
    #expect(try await Browser(product.url).send(.PUT, "/nowhere").status == 404)
  }
}
