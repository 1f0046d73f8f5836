import EventLog
import Evidence
import Foundation
import Integrations
import NIOHTTP1
import TestSupport
import Testing

/// In whose name things are done.
@Suite(.serialized, .timeLimit(.minutes(20))) struct VisitTests {
  private let page = "/companies/acme/fortnox"

  private func records(_ product: Product, _ company: Company) throws -> [String] {
    let ledger = try Ledger.open(product.directory, for: .reading)
    return try ledger.records(RecordQuery(of: company)).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
  }

  @Test("support that hands itself a link and enables an integration is named everywhere")
  func support() async throws {
    let product = try await Product()
    try await product.connect(try await product.signedIn())
    let support = try await product.signedIn("support", "s-3")
    let form = try #require(try await support.get("/support/acme/fortnox").token)
    let link = try #require(
      try await support.post(
        "/support/acme/fortnox/link", [("token", form), ("person", "u-17")]
      ).value(after: "id=\"link\" readonly value=\""))
    let impostor = Browser(product.url)
    #expect(try await impostor.enter(String(link.split(separator: "/").last ?? "")).status == 303)
    let shown = try await impostor.get(page)
    #expect(shown.text.contains("id=\"link-issuer\"") && shown.text.contains("support:s-3"))
    let token = try #require(shown.token)
    let enabled = try await impostor.post(
      "\(page)/enable", [("token", token), ("enabled", "yes"), ("transfers", "customers")])
    #expect(enabled.status == 303)

    let written = try records(product, .acme)
    let began = try #require(written.last { $0.contains("ledger.visit.began.v1") })
    #expect(began.contains("\"authid\":\"administrator:u-17\""))
    #expect(began.contains("\"issuedBy\":\"support:s-3\",\"role\":\"administrator\""))
    let last = try #require(written.last)
    #expect(last.contains("\"enabled\":true") && last.contains("\"recordedby\":\"support:s-3\""))

    let english = "Done as administrator:u-17, through support:s-3."
    #expect(try await impostor.get(page).text.contains(english))
    let log = try await product.run("authledger", ["log", "acme", "--format", "json"])
    #expect(log.output.contains(english))
    let swedish = try await product.run("authledger", ["log", "acme", "--language", "sv"])
    #expect(
      swedish.output.filter { !$0.isWhitespace }
        .contains("Gjortsomadministrator:u-17,genomsupport:s-3."))
    let auditor = try await product.signedIn("auditor", "a-1")
    let history = try await auditor.get("/history?company=acme")
    #expect(history.text.contains("recordedby") && history.text.contains("support:s-3"))
    #expect(try await product.run("authledger", ["verify"]).code == 0)
  }

  @Test("a link of the host's or one's own adds no name, and other roles' visits are the ledger's")
  func others() async throws {
    let product = try await Product()
    let administrator = try await product.signedIn()
    #expect(!(try await administrator.get(page).text.contains("id=\"link-issuer\"")))
    _ = try await product.begin(administrator)
    _ = try await product.signedIn(by: "operator:o-1")
    _ = try await product.signedIn("support", "s-3", by: "support:s-3")
    let own = try records(product, .acme)
    #expect(!own.contains { $0.contains("recordedby") })
    #expect(own.filter { $0.contains("visit.began") }.count == 1, "only since it has a stream")
    let system = try records(product, .system).filter { $0.contains("visit.began") }
    #expect(system.count == 2)
    #expect(system.contains { $0.contains("system:host") && $0.contains("administrator:u-17") })
    #expect(system.contains { $0.contains("support:s-3") })
  }

  @Test("visits and unspent links are listed and ended, and only an early end is recorded")
  func ended() async throws {
    let product = try await Product()
    let browser = try await product.signedIn(by: "support:s-3")
    _ = try await product.begin(browser)
    let made = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "auditor", "--person", "a-1"])
    let listed = try await product.run("authledger-connect", ["visits"])
    #expect(listed.code == 0 && listed.error.contains("1 visit, 1 unspent link."))
    let lines = listed.output.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(lines.count == 2)
    let visit = try #require(lines.first { $0[1] == "visit" })
    #expect(visit[2...4] == ["administrator:u-17", "acme", "support:s-3"])
    let link = try #require(lines.first { $0[1] == "link" })
    for id in [visit[0], link[0]] {
      let outcome = try await product.run("authledger-connect", ["visits", "--end", String(id)])
      #expect(outcome.code == 0, "\(outcome.error)")
      let again = try await product.run("authledger-connect", ["visits", "--end", String(id)])
      #expect(again.code == 65)
    }
    #expect(try await browser.get(page).status == 401)
    let value = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try await Browser(product.url).get(value).status == 410)
    let ends = try records(product, .acme).filter { $0.contains("ledger.visit.ended.v1") }
    #expect(ends.count == 1 && ends[0].contains(String(visit[0])))
    #expect(try records(product, .system).allSatisfy { !$0.contains("visit.ended") })
  }

  @Test("a link's button counts in the browser that got its page, whatever else the browser says")
  func login() async throws {
    let product = try await Product()
    let made = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "administrator", "--person", "u-17"])
    let link = try #require(
      made.output.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "/").last)
    let attacker = Browser(product.url)
    let shown = try await attacker.get("/enter/\(link)")
    let proof = try #require(shown.value(after: "name=\"proof\" value=\""))
    let line = try #require(shown.headers["Set-Cookie"].first { $0.hasPrefix("__Host-entry=") })
    for part in ["; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict", "Max-Age=1800"] {
      #expect(line.contains(part), "\(line)")
    }
    let victim = Browser(product.url)
    for fields in [[("link", "\(link)")], [("link", "\(link)"), ("proof", proof)]] {
      #expect(try await victim.post("/enter", fields).status == 403)
    }
    // With a page of another link of its own, too.
    let other = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "support", "--person", "s-3"])
    _ = try await victim.get(other.output.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(
      try await victim.post("/enter", [("link", "\(link)"), ("proof", proof)]).status == 403)
    let entered = try await attacker.post("/enter", [("link", "\(link)"), ("proof", proof)])
    #expect(entered.status == 303, "nothing of it was spent")
    #expect(attacker.cookie("__Host-entry") == nil)
  }

  @Test("where this is no sandbox nobody picks who they are")
  func sandbox() async throws {
    let product = try await Product()
    let browser = Browser(product.url)
    let answer = try await browser.post(
      "/sandbox-enter", [("actor", "support:s-3"), ("company", "acme")])
    #expect(answer.status == 404 && browser.cookie("__Host-authledger") == nil)
    #expect(!(try await browser.get("/").text.contains("sandbox-enter")))
  }

  @Test("a callback counts at the company that it was started for, and no other of the same person")
  func company() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let elsewhere = try await product.signedIn(company: "beta")
    for (name, value) in browser.allCookies where name.hasPrefix("__Host-flow") {
      elsewhere.setCookie(name, value)
    }
    #expect(try await elsewhere.get(callback).location == "/callback-refused")
    #expect(try product.names().last == "callback(otherBrowser)")
    #expect(try await product.count("tokenRequests") == 0)
  }

  @Test("a reload of a callback that counted is told so, and shows the outcome")
  func reload() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let callback = try await product.consent(try await product.begin(browser))
    let first = try await browser.get(callback)
    try await product.settle(browser, try #require(first.location))
    let second = try await browser.get(callback)
    #expect(second.location == first.location)
    #expect(
      try await browser.get(try #require(second.location)).text.contains("was successful"))
    #expect(try product.names().last == "callback(alreadyUsed)")
    #expect(try await product.count("tokenRequests") == 1)
  }
}
