import EventLog
import Foundation
import Integrations
import NIOHTTP1
import Sandbox
import TestSupport
import Testing

/// What an attacker, a stranger and a curious colleague get.
@Suite(.serialized, .timeLimit(.minutes(20))) struct SecurityTests {
  private let page = "/companies/acme/fortnox"

  @Test("every page has its headers, whatever its status")
  func headers() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let paths = [
      "/", "/enter/x", page, "/companies/acme", "/nowhere", "/support", "/history", "/healthz",
      "/oauth/fortnox/callback?code=a", "/callback-refused", "/api/companies/acme/fortnox/status",
      "/assets/none.css", "/oauth/elsewhere/callback", "/metrics", "/readyz",
    ]
    for path in paths {
      let answer = try await browser.get(path)
      let policy = answer.headers.first(name: "Content-Security-Policy") ?? ""
      #expect(policy.hasPrefix("default-src 'none'"), "\(path)")
      #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "\(path)")
      #expect(answer.headers.first(name: "Referrer-Policy") == "no-referrer", "\(path)")
      #expect(answer.headers.first(name: "Cache-Control") == "no-store", "\(path)")
      #expect(answer.headers.first(name: "X-Content-Type-Options") == "nosniff", "\(path)")
      #expect(answer.headers.first(name: "X-Frame-Options") == "DENY", "\(path)")
      #expect(answer.headers.first(name: "Access-Control-Allow-Origin") == nil, "\(path)")
    }
    #expect(try await browser.get("/assets/none.css").status == 404)
  }

  @Test(
    "the flow cookie is for this host, not for scripts, sent back, and lives as long as its attempt"
  )
  func cookies() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let token = try #require(try await browser.get(page).token)
    let start = try await browser.post("\(page)/save", [("token", token), ("account", "user")])
    #expect(start.status == 303)
    let line = try #require(start.headers["Set-Cookie"].first { $0.hasPrefix("__Host-flow-") })
    for part in ["; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax", "Max-Age=2700"] {
      #expect(line.contains(part), "\(line)")
    }
    #expect(!line.contains("Domain"))
    let location = try #require(start.location)
    #expect(location.contains("code_challenge_method=S256") && !location.contains("code_verifier"))
    let back = try await browser.get(try await product.consent(location))
    #expect(back.headers["Set-Cookie"].isEmpty, "a reload is still this browser's")
    #expect(back.location?.contains("?") == false)
    let shown = try await browser.get(try #require(back.location))
    let foreign = shown.text.split(separator: "\"").filter { $0.hasPrefix("http") }
    #expect(foreign.isEmpty, "no address of another site: \(foreign)")
  }

  @Test("the redirect URI comes from configuration, whatever a request says its host is")
  func host() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let token = try #require(try await browser.get(page).token)
    let start = try await browser.post(
      "\(page)/save", [("token", token)],
      ["X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil"])
    let location = try #require(start.location)
    #expect(
      location.contains(
        "redirect_uri="
          + Browser.escape("\(product.url)/oauth/fortnox/callback").replacing("%2E", with: ".")))
    #expect(!location.contains("evil"))
  }

  @Test("a form of another site, or without the session's token, changes nothing")
  func forgery() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let token = try #require(try await browser.get(page).token)
    let forged: [([(String, String)], [String: String])] = [
      ([], [:]), ([("token", "guess")], [:]),
      ([("token", token)], ["Sec-Fetch-Site": "cross-site"]),
      ([("token", token)], ["Sec-Fetch-Site": "same-site"]),
      ([("token", token)], ["Origin": "https://evil.example"]),
      ([("token", token)], ["Content-Type": "text/plain"]),
    ]
    for action in ["save", "authorize", "give-up", "enable", "recheck"] {
      for (fields, headers) in forged {
        let answer = try await browser.post("\(page)/\(action)", fields, headers)
        #expect(answer.status == 403, "\(action) \(headers)")
      }
    }
    #expect(try product.names().isEmpty)
    let support = try await product.signedIn("support", "s-3")
    for (visitor, path) in [
      (browser, "/leave"), (support, "/support/acme/fortnox/link"),
      (support, "/support/acme/fortnox/remove"),
      (try await product.signedIn("auditor", "a-1"), "/verify"),
      (try await product.signedIn("auditor", "a-1"), "/evidence/acme"),
    ] {
      for (fields, headers) in forged {
        #expect(try await visitor.post(path, fields, headers).status == 403, "\(path) \(headers)")
      }
    }
    for path in ["/enter", "/language"] {
      for (_, headers) in forged.dropFirst(2) {
        #expect(try await browser.post(path, [], headers).status == 403, "\(path) \(headers)")
      }
    }
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(log.contains("\"refused\":\"foreignForm\""))
  }

  @Test("each role sees and does what is its own")
  func roles() async throws {
    let product = try await Product()
    let administrator = try await product.signedIn()
    try await product.connect(administrator)
    let other = try await product.signedIn("administrator", "u-5", company: "beta")
    let support = try await product.signedIn("support", "s-3")
    let auditor = try await product.signedIn("auditor", "a-1")
    let nobody = Browser(product.url)
    let form = try #require(try await auditor.get("/history?company=acme").token)
    #expect(try await auditor.post("/evidence/acme", [("token", form)]).status == 303)
    let expected: [(String, [Int])] = [
      (page, [200, 404, 200, 200, 401]), ("/companies/acme", [200, 404, 200, 200, 401]),
      ("/support", [403, 403, 200, 403, 401]),
      ("/support/acme/fortnox", [403, 403, 200, 403, 401]),
      ("/support/failures", [403, 403, 200, 403, 401]), ("/history", [403, 403, 200, 200, 401]),
      ("/evidence/acme", [403, 403, 403, 200, 401]),
      ("/api/companies/acme/fortnox/why", [200, 404, 200, 200, 401]),
      ("/api/companies/acme/fortnox/token", [401, 401, 401, 401, 401]),
    ]
    for (path, statuses) in expected {
      var found: [Int] = []
      for browser in [administrator, other, support, auditor, nobody] {
        found.append(try await browser.get(path).status)
      }
      #expect(found == statuses, "\(path)")
    }
    for browser in [support, auditor] {
      let token = try #require(try await browser.get("/history").token)
      for action in ["save", "authorize", "enable", "give-up"] {
        #expect(
          try await browser.post("\(page)/\(action)", [("token", token), ("enabled", "no")]).status
            == 403)
      }
    }
    let token = try #require(try await auditor.get("/history").token)
    #expect(
      try await auditor.post("/support/acme/fortnox/remove", [("token", token)]).status == 403)
    #expect(
      try await auditor.post("/verify", [("token", token)]).text.contains("agrees with itself"))
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(log.contains("\"actor\":\"support:s-3\"") && log.contains("\"refused\":\"forbidden\""))
    let looks: [(role: String, path: String)] = [
      ("auditor:a-1", "/history"), ("auditor:a-1", "/evidence/acme"),
      ("support:s-3", "/support/acme/fortnox"), ("support:s-3", "/companies/acme/fortnox"),
    ]
    for (actor, path) in looks {
      let isTold = log.split(separator: "\n").contains { line in
        line.contains("\"actor\":\"\(actor)\"") && line.contains("\"company\":\"acme\"")
          && line.contains("\"path\":\"\(path)\"")
      }
      #expect(isTold, "\(actor) looked at \(path)")
    }
  }

  @Test("a link lets in once, opening it spends nothing, and signing out ends the visit")
  func links() async throws {
    let product = try await Product()
    let made = try await product.run(
      "authledger-connect", ["link", "acme", "--role", "support", "--person", "s-3"])
    let link = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let browser = Browser(product.url)
    for _ in 0..<3 { #expect(try await browser.get(link).text.contains("id=\"enter\"")) }
    let value = String(try #require(link.split(separator: "/").last))
    #expect(try await browser.enter(value).location == "/support")
    #expect(try await Browser(product.url).enter(value).status == 410)
    #expect(try await browser.get(link).status == 410)
    let copy = browser.copy
    let token = try #require(try await browser.get("/support").token)
    _ = try await browser.post("/leave", [("token", token)])
    #expect(try await copy.get("/support").status == 401, "the cookie is worth nothing any more")
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(!log.contains(value))
  }

  @Test("service calls need the key, and give a token and a link")
  func service() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    try await product.connect(browser)
    let api = Browser(product.url)
    let path = "/api/companies/acme/fortnox/token"
    #expect(try await api.get(path).status == 401)
    #expect(try await api.get(path, ["Authorization": "Bearer guess"]).status == 401)
    let key = ["Authorization": "Bearer \(Product.serviceKey)"]
    let token = try await api.get(path, key)
    #expect(token.status == 200 && token.text.contains("\"accessToken\":\"eyJ"))
    let link = try await api.post(
      "/api/links", [("company", "acme"), ("role", "administrator"), ("person", "u-4")], key)
    #expect(link.status == 201 && link.text.contains("\(product.url)/enter/"))
    #expect(try await api.post("/api/links", [("company", "acme")], key).status == 400)
    for shape in ["status", "why", "log", "history"] {
      let answer = try await api.get("/api/companies/acme/fortnox/\(shape)", key)
      let command = try await product.run(
        "authledger", [shape, "acme", "--format", shape == "log" ? "json" : "jsonl"])
      let same = { (text: String) in text.filter { !$0.isWhitespace } }
      if shape == "history" { #expect(answer.text == command.output) }
      if shape == "log" { #expect(same(answer.text) == same(command.output)) }
      #expect(answer.status == 200)
    }
  }

  @Test("going back leads nowhere else")
  func returns() async throws {
    let product = try await Product()
    for path in [
      "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example",
      "/a\r\nX: y", "%2f%2fevil", "javascript:alert(1)", "",
    ] {
      let answer = try await Browser(product.url).post(
        "/language", [("language", "sv"), ("return", path)])
      #expect(answer.status == 303 && answer.location == "/", "\(path)")
    }
    let answer = try await Browser(product.url).post(
      "/language", [("language", "sv"), ("return", page)])
    #expect(answer.location == page)
  }

  @Test("starts are limited a minute, and each has a state of its own")
  func states() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    var states: Set<Substring> = []
    var limited = 0
    for _ in 0..<25 {
      let token = try #require(try await browser.get(page).token)
      let answer = try await browser.post("\(page)/authorize", [("token", token)])
      if answer.status == 429 { limited += 1 }
      guard let location = answer.location else { continue }
      let state = try #require(location.split(separator: "&").first { $0.hasPrefix("state=") })
      #expect(state.count == 49)
      states.insert(state)
    }
    #expect(states.count == 20 && limited == 5)
  }
}
