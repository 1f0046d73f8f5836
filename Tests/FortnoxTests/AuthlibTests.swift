import AsyncHTTPClient
import Foundation
import Integrations
import NIOCore
import NIOHTTP1
import Providers
import TestSupport
import Testing

@testable import Fortnox

/// The client and its transport against an authorization server that others wrote: Authlib's.
@Suite(.timeLimit(.minutes(10))) struct AuthlibTests {
  private struct Server {
    private let process: ChildProcess
    let base: String

    init() async throws {
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "authlib_server.py")
      process = try ChildProcess(
        URL(filePath: "/usr/bin/python3"), [script.path], input: .open)
      base = "http://127.0.0.1:\(try await process.firstLine())"
    }
  }

  private static let browser = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

  private func client(_ server: Server) throws -> FortnoxClient {
    FortnoxClient(
      app: try #require(ClientApp(id: "authlib-client", secret: "authlib-secret")),
      redirectURI: "http://127.0.0.1:9/oauth/fortnox/callback",
      addresses: try #require(FortnoxClient.Addresses.onLoopback(server.base)))
  }

  /// What the browser would bring back.
  private func consent(_ client: FortnoxClient) async throws -> [String: String] {
    let address = client.authorizationURL(
      scopes: ["companyinformation", "customer"], state: "state-1", verifier: verifier,
      accountType: .user)
    let answer = try await Self.browser.execute(
      HTTPClientRequest(url: address), timeout: .seconds(10))
    let location = answer.headers.first(name: "Location") ?? ""
    let items = URLComponents(string: location)?.queryItems ?? []
    return items.reduce(into: [:]) { $0[$1.name] = $1.value }
  }

  @Test("code flow, refresh with rotation, and revocation")
  func journey() async throws {
    let server = try await Server()
    let client = try client(server)
    let transport = Transport()
    let callback = try await consent(client)
    #expect(callback["state"] == "state-1")
    let code = try #require(callback["code"])
    let first = try FortnoxClient.exchanged(
      try await transport.send(client.exchange(code: code, verifier: verifier)))
    #expect(first.scopes == ["companyinformation", "customer"] && first.expiresIn == 3600)
    let company = try await transport.send(
      client.companyInformation(accessToken: first.accessToken))
    #expect(FortnoxClient.company(company) == .given("4711", name: nil))
    let used = try await transport.send(client.exchange(code: code, verifier: verifier))
    #expect(throws: ProviderRefusal.self) { try FortnoxClient.exchanged(used) }
    let old = try #require(first.refreshToken)
    let second = try FortnoxClient.refreshed(try await transport.send(client.refresh(old)))
    let new = try #require(second.refreshToken)
    #expect(new != old && second.accessToken != first.accessToken)
    let rotated = try await transport.send(client.refresh(old))
    let dead = #expect(throws: ProviderRefusal.self) { try FortnoxClient.refreshed(rotated) }
    #expect(dead?.reason == .grantDead && dead?.providerError == "invalid_grant")
    let told = try await transport.send(client.revoke(new))
    #expect(told.status == 200)
    #expect(!FortnoxClient.isRevoked(told), "the answer of RFC 7009 is not what Fortnox says")
    let revoked = try await transport.send(client.refresh(new))
    #expect(throws: ProviderRefusal.self) { try FortnoxClient.refreshed(revoked) }
    try await transport.shutdown()
  }

  @Test("a code with another's verifier, and a client with another secret")
  func refused() async throws {
    let server = try await Server()
    let client = try client(server)
    let transport = Transport()
    let code = try #require(try await consent(client)["code"])
    let other = String(repeating: "a", count: 43)
    let answer = try await transport.send(client.exchange(code: code, verifier: other))
    let refusal = #expect(throws: ProviderRefusal.self) { try FortnoxClient.exchanged(answer) }
    #expect(refusal?.reason == .codeRejected)
    let stranger = FortnoxClient(
      app: try #require(ClientApp(id: "authlib-client", secret: "guess")),
      redirectURI: "http://127.0.0.1:9/oauth/fortnox/callback",
      addresses: try #require(FortnoxClient.Addresses.onLoopback(server.base)))
    let again = try #require(try await consent(client)["code"])
    let unknown = try await transport.send(stranger.exchange(code: again, verifier: verifier))
    let rejected = #expect(throws: ProviderRefusal.self) { try FortnoxClient.exchanged(unknown) }
    #expect(rejected?.reason == .clientRejected)
    try await transport.shutdown()
  }
}
