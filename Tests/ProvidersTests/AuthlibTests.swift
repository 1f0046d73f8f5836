import AsyncHTTPClient
import Foundation
import Integrations
import NIOCore
import NIOHTTP1
import Providers
import TestSupport
import Testing

/// Every client and its transport against an authorization server that others wrote: Authlib's.
@Suite(.timeLimit(.minutes(20))) struct AuthlibTests {
  private struct Server {
    private let process: ChildProcess
    let base: String

    /// - Parameter rotates: True if a refresh gives a new refresh token, which works once.
    init(_ guest: Guest, rotates: Bool) async throws {
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "authlib_server.py")
      process = try ChildProcess(
        URL(filePath: "/usr/bin/python3"),
        [script.path, guest.provider.rawValue, rotates ? "rotate" : "keep"], input: .open)
      base = "http://127.0.0.1:\(try await process.firstLine())"
    }
  }

  private static let browser = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  private let transport = Transport()

  /// What the browser would bring back.
  private func consent(_ client: any ProviderClient) async throws -> [String: String] {
    let address = client.authorizationURL(
      Authorization(
        scopes: ["companyinformation", "customer"], state: "state-1", verifier: verifier,
        accountType: .user))
    let answer = try await Self.browser.execute(
      HTTPClientRequest(url: address), timeout: .minutes(5))
    let location = answer.headers.first(name: "Location") ?? ""
    let items = URLComponents(string: location)?.queryItems ?? []
    return items.reduce(into: [:]) { $0[$1.name] = $1.value }
  }

  private func exchange(
    _ client: any ProviderClient, _ code: String, verifier: String? = nil
  ) async -> TokenAnswer {
    await client.exchange(
      CodeExchange(code: code, state: "state-1", verifier: verifier ?? self.verifier),
      send: transport.send)
  }

  private func refresh(_ client: any ProviderClient, _ token: String?) async -> TokenAnswer {
    await client.refresh(
      GrantAccess(accessToken: nil, refreshToken: token), send: transport.send)
  }

  private func tokens(_ answer: TokenAnswer) throws -> Tokens {
    guard case .given(let tokens) = answer.result else {
      throw NoTokens(answer: "\(answer.result)")
    }
    return tokens
  }

  private struct NoTokens: Error { var answer: String }

  private func reason(_ answer: TokenAnswer) -> Failed.Reason? {
    guard case .refused(let refusal) = answer.result else { return nil }
    return refusal.reason
  }

  @Test(
    "code flow, refresh with and without rotation, company, check and revocation",
    arguments: Guest.all, [true, false])
  func journey(guest: Guest, rotates: Bool) async throws {
    let server = try await Server(guest, rotates: rotates)
    let client = try client(guest, server)
    let callback = try await consent(client)
    #expect(callback["state"] == "state-1")
    let code = try #require(callback["code"])
    let first = try tokens(await exchange(client, code))
    #expect(first.expiresIn == 3600)
    if guest.provider.profile.hasScopes {
      #expect(first.scopes == ["companyinformation", "customer"])
    }
    var access = guest.access
    access.accessToken = first.accessToken
    let company = await client.company(access, send: transport.send)
    #expect(company.answer == .given("4711", name: "Acme"))
    #expect(reason(await exchange(client, code)) == .codeRejected, "a code works once")
    let old = try #require(first.refreshToken)
    let second = try tokens(await refresh(client, old))
    #expect(second.accessToken != first.accessToken)
    let latest: String
    if rotates {
      latest = try #require(second.refreshToken)
      #expect(latest != old)
      #expect(reason(await refresh(client, old)) == .grantDead)
    } else {
      #expect(second.refreshToken == nil)
      latest = old
    }
    access.accessToken = second.accessToken
    access.refreshToken = latest
    let revoked = await client.revoke(access, send: transport.send)
    // The answer of RFC 7009 is not what Fortnox documents, and nothing else confirms it there.
    #expect(revoked == (guest.revoked.isEmpty ? .confirmed : .unconfirmed))
    #expect(reason(await refresh(client, latest)) == .grantDead)
    #expect(await client.company(access, send: transport.send).status == 401)
    #expect(await client.check(.customers, access, send: transport.send) != .open)
    try await transport.shutdown()
  }

  /// A client whose app the server knows.
  private func client(
    _ guest: Guest, _ server: Server, secret: String = "authlib-secret"
  ) throws -> any ProviderClient {
    try guest.made(server.base, "authlib-client", secret)
  }

  @Test("a code with another's verifier, and a client with another secret", arguments: Guest.all)
  func refused(guest: Guest) async throws {
    let server = try await Server(guest, rotates: true)
    let client = try client(guest, server)
    let code = try #require(try await consent(client)["code"])
    let other = String(repeating: "a", count: 43)
    #expect(reason(await exchange(client, code, verifier: other)) == .codeRejected)
    let stranger = try self.client(guest, server, secret: "guess")
    let again = try #require(try await consent(client)["code"])
    #expect(reason(await exchange(stranger, again)) == .clientRejected)
    try await transport.shutdown()
  }
}
