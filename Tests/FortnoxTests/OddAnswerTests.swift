import Integrations
import Providers
import Testing

@testable import Fortnox

/// Answers that other people's providers gave, and what is made of them here.
@Suite struct OddAnswerTests {
  private func answer(_ status: Int, _ body: String) -> HTTPAnswer {
    HTTPAnswer(status: status, body: Array(body.utf8))
  }

  @Test(
    "an answer of success with an access token is one, however it is written",
    arguments: [
      (200, #"{"access_token":"x","token_type":"bearer","error":null}"#),
      (200, #"{"access_token":"x","token_type":"bearer","error":""}"#),
      (201, #"{"access_token":"x","token_type":"bearer"}"#),
      (200, #"{"access_token":"x"}"#), (200, #"{"access_token":"x","token_type":null}"#),
      (200, "\u{feff}" + #"{"access_token":"x"}"#),
      (200, #"{"access_token":"x","expires_in":"3600.0"}"#),
      (200, #"{"access_token":"x","expires_in":3600.5}"#),
      (200, #"{"access_token":"x","expires_in":"soon"}"#),
      (200, #"{"access_token":"x","expires_in":1e99}"#),
    ])
  func success(status: Int, body: String) throws {
    let tokens = try FortnoxClient.refreshed(answer(status, body))
    #expect(tokens.accessToken == "x" && tokens.expiresIn == 3600)
  }

  @Test(
    "scopes as a text, as a list, with commas, or none",
    arguments: [
      (#""b a""#, ["a", "b"]), (#"["b","a"]"#, ["a", "b"]), (#""b,a""#, ["a", "b"]),
      (#""""#, nil), ("null", nil), ("[]", nil), ("7", nil),
    ] as [(String, [String]?)])
  func scopes(written: String, scopes: [String]?) throws {
    let body = #"{"access_token":"x","scope":\#(written)}"#
    #expect(try FortnoxClient.exchanged(answer(200, body)).scopes == scopes)
  }

  @Test(
    "a refresh token in an answer of success is found whatever else is odd, and ends no grant",
    arguments: [
      #"{"refresh_token":"canary"}"#, #"{"refresh_token":"canary","access_token":""}"#,
      #"{"refresh_token":"canary","access_token":"x","token_type":"mac"}"#,
      #"{"refresh_token":"canary","error":"invalid_grant"}"#,
      #"{"refresh_token":"canary","access_token":"x","error":"invalid_grant"}"#,
    ])
  func rotated(body: String) {
    #expect(FortnoxClient.refreshToken(in: answer(201, body)) == "canary")
    #expect(FortnoxClient.refreshToken(in: answer(400, body)) == nil)
    let refusal = #expect(throws: ProviderRefusal.self) {
      try FortnoxClient.refreshed(answer(200, body))
    }
    #expect(refusal?.reason == .unrecognised && refusal?.httpStatus == 200)
    #expect(!String(reflecting: refusal).contains("canary"))
  }

  @Test("words count only where Fortnox says them")
  func pages() {
    let page = "<html><body>You are without permission. Missing license.</body></html>"
    for status in [200, 400, 403, 404] {
      guard case .unknown(let words) = FortnoxClient.read(answer(status, page), of: .customers)
      else {
        Issue.record("\(status)")
        continue
      }
      #expect(words.providerMessage == page && words.httpStatus == status)
      #expect(FortnoxClient.company(answer(status, page)) == .unanswered)
      let refusal = #expect(throws: ProviderRefusal.self) {
        try FortnoxClient.refreshed(answer(status, page))
      }
      #expect(refusal?.reason == .unrecognised && refusal?.providerMessage == page)
    }
  }

  @Test("an error is an error at any status")
  func anyStatus() {
    let denied =
      #"{"ErrorInformation":{"Error":1,"Message":"Saknar behörighet för kundregister","Code":2001538}}"#
    for status in [200, 201, 400, 403, 500] {
      let read = FortnoxClient.read(answer(status, denied), of: .customers)
      guard case .refused(.person, let refusal) = read else {
        Issue.record("\(status)")
        continue
      }
      #expect(refusal.code == 2_001_538 && refusal.httpStatus == status)
    }
    let other = #"{"ErrorInformation":{"Error":1,"Message":"Något nytt","Code":2009999}}"#
    guard case .unrecognised(let refusal) = FortnoxClient.read(answer(200, other), of: .customers)
    else {
      Issue.record("an error in words that are not known")
      return
    }
    #expect(refusal.providerError == "2009999" && refusal.providerMessage == "Något nytt")
    #expect(FortnoxClient.read(answer(500, other), of: .customers) == .unavailable)
  }

  @Test("a register is open only where it answers with itself")
  func member() {
    func read(_ body: String) -> RegisterAnswer {
      FortnoxClient.read(answer(200, body), of: .payments)
    }
    #expect(read(#"{"InvoicePayments":[]}"#) == .open)
    #expect(read(#"{"invoicePayments":[{}],"error":null}"#) == .open)
    for body in ["", "{}", "[]", #"{"Customers":[]}"#, #"{"InvoicePayments":null}"#] {
      guard case .unknown = read(body) else {
        Issue.record("\(body)")
        continue
      }
    }
  }

  @Test("the company's number is read as text or number; anything else says nothing")
  func company() {
    func number(_ status: Int, _ body: String) -> CompanyAnswer {
      FortnoxClient.company(answer(status, body))
    }
    #expect(
      number(200, #"{"CompanyInformation":{"DatabaseNumber":482915}}"#)
        == .given("482915", name: nil))
    #expect(
      number(200, #"{"CompanyInformation":{"DatabaseNumber":"482915"}}"#)
        == .given("482915", name: nil))
    for body in [
      #"{"CompanyInformation":{"DatabaseNumber":1.5}}"#, #"{"CompanyInformation":{}}"#,
      #"{"CompanyInformation":{"DatabaseNumber":"x"}}"#, "[[[[", "", "{}",
    ] {
      #expect(number(200, body) == .unanswered, "\(body)")
    }
    #expect(number(500, #"{"message":"Internal error"}"#) == .unanswered)
    #expect(number(429, #"{"message":"Too Many Requests"}"#) == .unanswered)
    #expect(number(401, "") == .unanswered)
    #expect(number(503, #"{"error":"temporarily_unavailable"}"#) == .unanswered)
  }

  @Test(
    "company information that is refused says why",
    arguments: [
      (
        403, #"{"ErrorInformation":{"Message":"Har inte behörighet för scope.","Code":2000663}}"#,
        Failed.Reason.scopeNotEnabled, "2000663"
      ),
      (
        400, #"{"ErrorInformation":{"message":"Api-licens saknas.","code":2001103}}"#,
        .licenceMissing, "2001103"
      ),
      (
        200, #"{"ErrorInformation":{"message":"Api-licens saknas.","code":2001103}}"#,
        .licenceMissing, "2001103"
      ),
      (
        200, #"{"CompanyInformation":{"DatabaseNumber":"API_NORIGHT"}}"#, .unrecognised,
        "API_NORIGHT"
      ),
      (401, #"{"error":"error_missing_license"}"#, .licenceMissing, "error_missing_license"),
    ] as [(Int, String, Failed.Reason, String)])
  func companyRefused(status: Int, body: String, reason: Failed.Reason, error: String) {
    guard case .refused(let refusal) = FortnoxClient.company(answer(status, body)) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.reason == reason && refusal.providerError == error)
    #expect(refusal.httpStatus == status)
  }

  @Test("an issuer is the provider's own by every character")
  func issuer() throws {
    let app = try #require(ClientApp(id: "a", secret: "b"))
    let real = FortnoxClient(app: app, redirectURI: "https://product.example/x")
    #expect(real.isOwn(issuer: "https://apps.fortnox.se"))
    for other in ["https://apps.fortnox.se/", "https://apps.fortnox.se.evil.example", "", "x"] {
      #expect(!real.isOwn(issuer: other), "\(other)")
    }
    let addresses = try #require(FortnoxClient.Addresses.onLoopback("http://127.0.0.1:8081"))
    let imitated = FortnoxClient(app: app, redirectURI: "x", addresses: addresses)
    #expect(imitated.isOwn(issuer: "http://127.0.0.1:8081"))
  }
}
