import FortnoxSandbox
import Foundation
import Integrations
import Ledger
import NIOHTTP1
import TestSupport
import Testing

/// What an attacker, a stranger and a curious colleague get.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SecurityTests {
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
    "the flow cookie is for this host, not for scripts, sent on the way back, and cleared after")
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
    #expect(back.headers["Set-Cookie"].contains { $0.contains("Max-Age=0") })
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
    #expect(try await browser.post("/enter", [("link", value)]).location == "/support")
    #expect(try await Browser(product.url).post("/enter", [("link", value)]).status == 410)
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

  @Test("ten thousand states are different and hold nothing; starts are limited a minute")
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

  @Test("what the server refuses to start with")
  func start() async throws {
    let product = try await Product()
    _ = await product.stop()
    let refused: [([String], Int32, String)] = [
      (["--host", "0.0.0.0"], 64, "--public-url is needed"),
      (["--host", "0.0.0.0", "--public-url", "http://connect.example.com"], 64, "https://"),
      (["--public-url", "https://connect.example.com/path"], 64, "nothing after the host"),
      (["--sandbox", "--host", "0.0.0.0"], 64, "this computer only"),
      (["--fortnox-url", "https://evil.example"], 64, "an address of this computer"),
      (["--fortnox-url", "http://10.0.0.1"], 64, "an address of this computer"),
    ]
    for (arguments, code, words) in refused {
      let outcome = try await product.serve(arguments)
      #expect(
        outcome.code == code && outcome.error.contains(words), "\(arguments) \(outcome.error)")
    }
    let real = product.folder.file("real")
    try Ledger.create(real).close()
    let sandboxed = try await product.serve(["--sandbox"], ledger: real)
    #expect(sandboxed.code == 65 && sandboxed.error.contains("not a sandbox's"))
    let productive = try await product.serve([])
    #expect(productive.code == 65 && productive.error.contains("holds nothing real"))
    let missing = try await product.serve([], ledger: product.folder.file("none"))
    #expect(missing.code == 66)
    let bare = try await product.serve([], ledger: real, environment: ["PATH": "/usr/bin"])
    #expect(bare.code == 64 && bare.error.contains("FORTNOX_CLIENT_ID"))
    let odd = try await product.serve(
      [], ledger: real,
      environment: ["FORTNOX_CLIENT_ID": "a", "FORTNOX_CLIENT_SECRET": "a:b%c+d"])
    #expect(odd.code == 64 && !odd.error.contains("a:b"))
  }

  @Test("no secret is in any byte that is written, shown, logged or said")
  func canaries() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    var secrets = [Product.secret, Product.serviceKey]
    func note(_ address: String) {
      for part in address.split(whereSeparator: { "?&".contains($0) }) {
        for name in ["code=", "state="] where part.hasPrefix(name) {
          secrets.append(String(part.dropFirst(name.count)))
        }
      }
    }
    for fault in [Fault.hostileText, .drop, .garbage, .invalidGrant] {
      try await product.fault(fault, at: .token)
      let address = try await product.begin(browser)
      let callback = try await product.consent(address)
      note(address)
      note(callback)
      let answer = try await browser.get(callback)
      try await product.settle(browser, try #require(answer.location))
    }
    try await product.connect(browser)
    secrets.append(
      try await product.run("authledger-connect", ["token", "acme"]).output
        .trimmingCharacters(in: .whitespacesAndNewlines))
    for (_, value) in browser.allCookies { secrets.append(value) }
    _ = try await browser.get(page)
    _ = try await product.run("authledger-connect", ["recheck", "acme"])
    #expect(secrets.count > 10)
    #expect(await product.stop() == 0)
    var written = Data(browser.seen.joined(separator: "\n").utf8)
    written.append(try Data(contentsOf: URL(filePath: product.log)))
    let files = try FileManager.default.subpathsOfDirectory(atPath: product.directory)
    for file in files where !file.hasPrefix("keys/") {
      written.append(FileManager.default.contents(atPath: product.directory + "/" + file) ?? Data())
    }
    for secret in secrets where secret.count > 5 {
      for spelling in [
        secret, Data(secret.utf8).base64EncodedString(), Browser.escape(secret),
      ] {
        #expect(written.range(of: Data(spelling.utf8)) == nil, "\(secret.prefix(8))…")
      }
    }
  }
}
