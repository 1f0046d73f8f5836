import EventLog
import Foundation
import Integrations
import Sandbox
import TestSupport
import Testing
import Visits

/// What a key opens, and what it does not.
@Suite(.timeLimit(.minutes(20))) struct AccessTests {
  private static let acme = "/v1/companies/acme/integrations/fortnox"
  private static let scopes: [(path: String, scope: Scope)] = [
    ("/v1/records", .recordsRead), ("/v1/publications", .recordsRead),
    ("/v1/records/0197c0de-0000-7000-8000-000000000001", .recordsRead),
    ("/v1/records/0197c0de-0000-7000-8000-000000000001/proof", .evidenceRead),
    ("/v1/integrations", .statusRead), (acme, .statusRead), ("\(acme)/why", .statusRead),
    ("\(acme)/log", .statusRead), ("/v1/companies/acme/evidence", .evidenceRead),
    ("/v1/checkpoint", .evidenceRead), ("/metrics", .metricsRead),
    ("/api/companies/acme/fortnox/status", .statusRead),
    ("/api/companies/acme/fortnox/why", .statusRead),
    ("/api/companies/acme/fortnox/log", .statusRead),
    ("/api/companies/acme/fortnox/history", .recordsRead),
    ("/api/companies/acme/fortnox/token", .tokensRead),
  ]

  @Test("every path needs its scope, and no other is enough")
  func scopes() async throws {
    let product = try await Product()
    try product.record("acme")
    for (path, scope) in Self.scopes {
      let answer = try await product.program(Set(Scope.allCases).subtracting([scope])).get(path)
      #expect(answer.status == 403, "\(path)")
      if path.hasPrefix("/v1") {
        #expect(answer.error == "insufficientScope")
        #expect((answer.object["detail"] as? String)?.contains(scope.rawValue) == true)
        #expect(answer.header("WWW-Authenticate")?.contains("insufficient_scope") == true)
      }
      #expect(try await product.program([scope]).get(path).status != 403, "\(path)")
    }
    let token = try await product.program([.statusRead]).post("\(Self.acme)/token")
    #expect(token.status == 403 && token.error == "insufficientScope")
    for header in [nil, "Bearer", "Bearer ak_x", "Basic YTpi", "Bearer  x"] as [String?] {
      let answer = try await APIClient(server: product, key: nil).get(
        "/v1/integrations", header.map { ["Authorization": $0] } ?? [:])
      #expect(answer.status == 401 && answer.error == "signedOut")
      #expect(answer.header("WWW-Authenticate") == "Bearer")
    }
  }

  @Test("a key of some companies sees no other, which is as if it were not there")
  func companies() async throws {
    let product = try await Product()
    try product.record("acme", "beta")
    let program = try product.program(companies: [.acme])
    #expect(try await program.get(Self.acme).status == 200)
    for part in ["", "/why", "/log"] {
      let other = try await program.get("/v1/companies/beta/integrations/fortnox\(part)")
      let missing = try await program.get("/v1/companies/none/integrations/fortnox\(part)")
      #expect(other.status == 404 && missing.status == 404)
      #expect(other.object["detail"] as? String == missing.object["detail"] as? String)
    }
    #expect(try await program.get("/v1/companies/beta/evidence").status == 404)
    #expect(
      try await program.post("/v1/companies/beta/integrations/fortnox/token").status == 404)
    let feed = try await program.lines("after=0")
    #expect(feed.lines.count == 1 && feed.text.contains("/companies/acme"))
    #expect(try await program.lines("company=beta").text.isEmpty)
    #expect(try await program.get("/v1/publications").status == 404)
    let items = try await program.get("/v1/integrations").object["items"] as? [Any]
    #expect(items?.count == 1)
    for record in try product.records() where record.contains("/companies/beta") {
      let id = try #require(record.split(separator: "\"id\":\"").last?.split(separator: "\"").first)
      #expect(try await program.get("/v1/records/\(id)").status == 404)
      #expect(try await program.get("/v1/records/\(id)/proof").status == 404)
    }
    let link = try await Browser(product.url).post(
      "/api/links", [("company", "beta"), ("role", "administrator"), ("person", "u-1")],
      ["Authorization": "Bearer \(program.key ?? "")"])
    #expect(link.status == 404)
  }

  @Test("a key that asks too often waits, and no other does")
  func limits() async throws {
    let product = try await Product()
    let program = try product.program(requestsPerMinute: 3)
    for _ in 0..<3 { #expect(try await program.get("/v1/integrations").status == 200) }
    let refused = try await program.get("/v1/integrations")
    #expect(refused.status == 429 && refused.error == "tooMany")
    #expect(refused.header("Retry-After") == "60")
    #expect(try await product.program().get("/v1/integrations").status == 200)
  }

  @Test("a token is given to a program, or the reason that there is none")
  func tokens() async throws {
    let product = try await Product()
    let browser = try await product.signedIn()
    let program = try product.program([.tokensRead])
    try product.record("acme")
    let none = try await program.post("\(Self.acme)/token")
    #expect(none.status == 409 && none.error == "noGrant")
    #expect(none.object["verdict"] as? String == "NEVER_STARTED")
    #expect((none.object["fixer"] as? [String: Any])?["role"] as? String == "companyAdministrator")
    #expect(none.object["why"] as? String == "\(Self.acme)/why")
    try await product.connect(browser)
    let given = try await program.post("\(Self.acme)/token", #"{"minimumSeconds":60}"#)
    #expect(given.status == 200 && given.object["tokenType"] as? String == "bearer")
    #expect((given.object["accessToken"] as? String)?.hasPrefix("eyJ") == true)
    #expect((given.object["scopes"] as? [String])?.isEmpty == false)
    #expect(given.header("Cache-Control") == "no-store")
    #expect(try await product.count("refreshRequests") == 0)
    // More than any token lives: the provider is asked for a new one.
    let fresh = try await program.post("\(Self.acme)/token", #"{"minimumSeconds":3600}"#)
    #expect(fresh.status == 200)
    #expect(try await product.count("refreshRequests") == 1)
    for body in ["x", "[]", #"{"minimumSeconds":-1}"#, #"{"minimumSeconds":3601}"#] {
      let answer = try await program.post("\(Self.acme)/token", body)
      #expect(answer.status == 400 && answer.error == "malformed", "\(body)")
    }
    let text = try await program.post(
      "\(Self.acme)/token", "minimumSeconds=3", ["Content-Type": "text/plain"])
    #expect(text.status == 415 && text.error == "unsupportedType")
    try await product.fault(.status503, at: .refresh, times: 3)
    let silent = try await program.post("\(Self.acme)/token", #"{"minimumSeconds":3600}"#)
    #expect(silent.status == 503 && silent.header("Retry-After") != nil)
    let log = try String(contentsOfFile: product.log, encoding: .utf8)
    #expect(!log.contains("eyJ") && !log.contains(program.key ?? "none"))
  }
}
