import Foundation
import Integrations
import Providers
import Testing

@testable import Fiken

/// What is sent to Fiken.
@Suite struct RequestTests {
  private func client(sendsPKCE: Bool = true) throws -> FikenClient {
    let app = try #require(ClientApp(id: "app-1", secret: "canary.secret_~"))
    return FikenClient(
      app: app, redirectURI: "https://product.example/oauth/fiken/callback", sendsPKCE: sendsPKCE,
      requestID: { "11111111-2222-4333-8444-555555555555" })
  }

  private func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for field in text.split(separator: "&") {
      let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
      fields[parts[0]] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
    }
    return fields
  }

  private func query(_ url: String) -> [String: String] {
    fields(String(url.drop { $0 != "?" }.dropFirst()))
  }

  private func body(_ request: HTTPRequest) -> [String: String] {
    fields(String(decoding: request.body ?? [], as: UTF8.self))
  }

  private let authorization = Authorization(
    scopes: ["customer"], state: "a+b/c=&d", verifier: "canary", accountType: .service)

  @Test(
    "the browser is sent with the four parameters and a challenge; no scope, no kind of account")
  func authorize() throws {
    let url = try client().authorizationURL(authorization)
    #expect(url.hasPrefix("https://fiken.no/oauth/authorize?"))
    #expect(
      query(url) == [
        "response_type": "code", "client_id": "app-1", "state": "a+b/c=&d",
        "redirect_uri": "https://product.example/oauth/fiken/callback",
        "code_challenge": PKCE.challenge(of: "canary"), "code_challenge_method": "S256",
      ])
    #expect(!url.contains("canary"))
  }

  @Test("PKCE can be turned off, in both legs")
  func withoutPKCE() throws {
    let client = try client(sendsPKCE: false)
    let names = query(client.authorizationURL(authorization)).keys.sorted()
    #expect(names == ["client_id", "redirect_uri", "response_type", "state"])
    let exchange = client.request(CodeExchange(code: "c", state: "s", verifier: "canary"))
    #expect(body(exchange)["code_verifier"] == nil)
  }

  @Test("an exchange sends the state again, and the secret by Basic alone")
  func exchange() throws {
    let basic = "Basic " + Data("app-1:canary.secret_~".utf8).base64EncodedString()
    let request = try client().request(
      CodeExchange(code: "canary-code", state: "canary-state", verifier: "canary-verifier"))
    #expect(request.method == "POST" && request.url == "https://fiken.no/oauth/token")
    #expect(request.header("Authorization") == basic)
    #expect(
      body(request) == [
        "grant_type": "authorization_code", "code": "canary-code", "state": "canary-state",
        "redirect_uri": "https://product.example/oauth/fiken/callback",
        "code_verifier": "canary-verifier",
      ])
    #expect(!"\(request)\(String(reflecting: request))".contains("canary"))
    let refresh = try client().refresh("canary-token")
    #expect(body(refresh) == ["grant_type": "refresh_token", "refresh_token": "canary-token"])
    #expect(refresh.header("Authorization") == basic)
  }

  @Test("a consent is ended with its access token, and with no secret of the app's")
  func revoke() throws {
    let request = try client().revoke("canary-access")
    #expect(request.method == "POST" && request.url == "https://fiken.no/oauth/revoke")
    #expect(request.header("Authorization") == "Bearer canary-access")
    #expect(body(request).isEmpty)
  }

  @Test("every request has an id, and each another")
  func ids() throws {
    let client = try client()
    for request in [
      client.request(CodeExchange(code: "c", state: "s", verifier: "v")), client.refresh("r"),
      client.revoke("a"), client.user("a"), client.companies(page: 0, "a"),
      try #require(client.check(.customers, of: "acme-as", "a")),
    ] {
      #expect(request.header("X-Request-ID") == "11111111-2222-4333-8444-555555555555")
    }
    let app = try #require(ClientApp(id: "a", secret: "b"))
    let live = FikenClient(app: app, redirectURI: "x")
    let ids = (0..<2).compactMap { _ in live.user("a").header("X-Request-ID") }
    #expect(Set(ids).count == 2)
    #expect(ids.allSatisfy { UUID(uuidString: $0) != nil })
  }

  @Test("a register is asked for one row of the company's, and no other register than Fiken's")
  func check() throws {
    let client = try client()
    #expect(
      client.check(.customers, of: "acme-as", "a")?.url
        == "https://api.fiken.no/api/v2/companies/acme-as/contacts?pageSize=1")
    #expect(
      client.check(.projects, of: "a/../b", "a")?.url
        == "https://api.fiken.no/api/v2/companies/a%2F..%2Fb/projects?pageSize=1")
    #expect(client.check(.invoices, of: "acme-as", "a") == nil)
  }

  @Test(
    "a company code alone, or in the address that people copy",
    arguments: [
      ("acme-as", "acme-as"), (" Acme-AS \n", "acme-as"),
      ("https://fiken.no/foretak/acme-as", "acme-as"),
      ("https://fiken.no/foretak/acme-as/kontakter?x=1", "acme-as"),
      ("fiken.no/foretak/acme-as?x", "acme-as"), ("/foretak/acme-as#top", "acme-as"),
      ("https://fiken.no/foretak/", nil), ("https://fiken.no/", nil), ("", nil), ("a b", nil),
      ("æøå", nil), ("..", nil), ("a&b", nil), (String(repeating: "a", count: 101), nil),
    ] as [(String, String?)])
  func code(text: String, code: String?) throws {
    #expect(try client().companyCode(in: text) == code)
  }

  @Test("an issuer is Fiken's own by every character")
  func issuer() throws {
    let client = try client()
    #expect(client.isOwn(issuer: "https://fiken.no"))
    for other in [
      "https://fiken.no/", "https://fiken.no.evil.example", "", "https://apps.fortnox.se",
    ] {
      #expect(!client.isOwn(issuer: other), "\(other)")
    }
  }

  @Test("addresses are Fiken's own, or this computer's for tests, and no others")
  func addresses() {
    #expect(
      FikenClient.Addresses.onLoopback("http://127.0.0.1:2", browser: "http://localhost:2")
        == .init(
          authorize: "http://localhost:2/oauth/authorize", token: "http://127.0.0.1:2/oauth/token",
          revoke: "http://127.0.0.1:2/oauth/revoke", api: "http://127.0.0.1:2/api/v2/"))
    #expect(FikenClient.Addresses.onLoopback("https://evil.example") == nil)
    #expect(
      FikenClient.Addresses.onLoopback("http://127.0.0.1:2", browser: "http://x.example") == nil)
  }
}
