import Foundation
import Integrations
import Providers
import Testing

/// What every client sends, and where secrets may stand in it.
@Suite(.timeLimit(.minutes(20))) struct RequestConformanceTests {
  @Test(
    "the browser is sent with state and challenge, never with the verifier or a secret",
    arguments: Guest.all)
  func authorize(guest: Guest) throws {
    let client = try guest.make("http://127.0.0.1:9")
    let url = client.authorizationURL(
      Authorization(
        scopes: ["customer"], state: "a+b/c=&d", verifier: "canary", accountType: .user))
    #expect(url.hasPrefix("http://127.0.0.1:9\(guest.authorizePath)?"))
    let items = try #require(URLComponents(string: url)?.queryItems)
    let values = Dictionary(grouping: items, by: \.name).mapValues { $0.map(\.value) }
    #expect(values["state"] == ["a+b/c=&d"] && values["response_type"] == ["code"])
    #expect(values["client_id"] == ["canary-id"])
    #expect(
      values["redirect_uri"] == ["http://127.0.0.1:9/oauth/\(guest.provider.rawValue)/callback"])
    #expect(values["code_challenge"] == [PKCE.challenge(of: "canary")])
    #expect(values["code_challenge_method"] == ["S256"])
    #expect((values["scope"] != nil) == guest.provider.profile.hasScopes)
    #expect(!url.contains("canary-secret") && !items.contains { $0.value == "canary" })
  }

  @Test(
    "secrets stand in a header or the body; the app's by Basic alone, at the token's address",
    arguments: Guest.all)
  func secrets(guest: Guest) async throws {
    let talk = try await Talk(guest).answering(200, "{}")
    _ = await talk.exchange()
    _ = await talk.refresh()
    _ = await talk.company()
    _ = await talk.check()
    _ = await talk.revoke()
    let basic = "authorization: basic " + Data("canary-id:canary-secret".utf8).base64EncodedString()
    let requests = talk.server.requests
    #expect(requests.count >= 5)
    for request in requests {
      let line = request.prefix { $0 != "\r\n" }
      #expect(!line.contains("canary-"), "\(line)")
      let (head, body) = split(request)
      #expect(!body.contains("canary-secret"), "\(line)")
      // A questions of the API carries a token and nothing of the app's.
      if line.hasPrefix("GET ") {
        #expect(head.contains("authorization: bearer canary-access"), "\(line)")
        #expect(!head.contains("authorization: basic"), "\(line)")
      }
    }
    for request in requests.prefix(2) {
      #expect(split(request).head.contains(basic.lowercased()))
    }
    let exchange = split(requests[0]).body
    #expect(
      exchange.contains("code=canary-code") && exchange.contains("code_verifier=canary-verifier"))
    #expect(
      exchange.contains(
        "redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Foauth%2F\(guest.provider.rawValue)%2Fcallback"))
    #expect(client(guest, holds: ["canary-secret", "canary-id:canary-secret"]))
  }

  private func client(_ guest: Guest, holds values: [String]) -> Bool {
    (try? guest.make("http://127.0.0.1:9").secretValues) == values
  }

  private func split(_ request: String) -> (head: String, body: String) {
    let parts = request.components(separatedBy: "\r\n\r\n")
    return (parts[0].lowercased(), parts.dropFirst().joined())
  }

  @Test(
    "an issuer is the provider's own by every character, real or imitated", arguments: Guest.all)
  func issuer(guest: Guest) throws {
    let client = try guest.make("http://127.0.0.1:9")
    #expect(client.isOwn(issuer: "http://127.0.0.1:9"))
    for other in ["http://127.0.0.1:9/", "http://127.0.0.1:90", "https://evil.example", ""] {
      #expect(!client.isOwn(issuer: other), "\(other)")
    }
  }

  @Test("a code names a company only where the provider needs one", arguments: Guest.all)
  func code(guest: Guest) throws {
    let client = try guest.make("http://127.0.0.1:9")
    let isNeeded = guest.provider.profile.companyCode == .required
    #expect((client.companyCode(in: "acme-as") != nil) == isNeeded)
    #expect(client.companyCode(in: "") == nil)
  }
}
