import Foundation
import Integrations
import Providers
import Testing

@testable import Fortnox

@Suite struct RequestTests {
  private let client: FortnoxClient

  init() throws {
    let app = try #require(ClientApp(id: "app-1", secret: "canary.secret_~"))
    client = FortnoxClient(app: app, redirectURI: "https://moment.example/oauth/fortnox/callback")
  }

  private func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for field in text.split(separator: "&") {
      let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
      fields[parts[0]] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
    }
    return fields
  }

  @Test("the browser is sent with state and challenge, never with the verifier or a secret")
  func authorize() throws {
    let url = client.authorizationURL(
      scopes: ["project", "companyinformation", "customer"], state: "a+b/c=&d", verifier: "canary",
      accountType: .service)
    #expect(url.hasPrefix("https://apps.fortnox.se/oauth-v1/auth?"))
    let query = fields(String(url.drop { $0 != "?" }.dropFirst()))
    #expect(
      query == [
        "client_id": "app-1", "redirect_uri": "https://moment.example/oauth/fortnox/callback",
        "scope": "companyinformation customer project", "state": "a+b/c=&d",
        "access_type": "offline", "response_type": "code", "code_challenge_method": "S256",
        "code_challenge": PKCE.challenge(of: "canary"), "account_type": "service",
      ])
    #expect(!url.contains("canary"))
    let user = client.authorizationURL(
      scopes: ["customer"], state: "s", verifier: "v", accountType: .user)
    #expect(!user.contains("account_type"))
  }

  @Test("the secret goes by Basic only, tokens by header or body, and none into an address")
  func secrets() throws {
    let basic = "Basic " + Data("app-1:canary.secret_~".utf8).base64EncodedString()
    let requests = [
      client.exchange(code: "canary-code", verifier: "canary-verifier"),
      client.refresh("canary-token"), client.clientCredentials(providerCompany: "482915"),
      client.revoke("canary-token"),
    ]
    for request in requests {
      #expect(request.method == "POST")
      #expect(request.headers.first { $0.name == "Authorization" }?.value == basic)
      #expect(!request.url.contains("canary"))
      #expect(!"\(request)\(String(reflecting: request))".contains("canary"))
      let body = String(decoding: try #require(request.body), as: UTF8.self)
      #expect(!body.contains("secret"))
    }
    let exchange = fields(String(decoding: requests[0].body ?? [], as: UTF8.self))
    #expect(exchange["redirect_uri"] == "https://moment.example/oauth/fortnox/callback")
    #expect(exchange["code_verifier"] == "canary-verifier")
    #expect(requests[2].headers.contains(.init(name: "TenantId", value: "482915")))
    let check = try #require(client.check(.customers, accessToken: "canary"))
    #expect(check.url == "https://api.fortnox.se/3/customers?limit=1")
    #expect(check.headers.contains(.init(name: "Authorization", value: "Bearer canary")))
    #expect(check.body == nil)
  }
}
