import Fiken
import Fortnox
import Integrations
import Providers
import Testing

/// A provider's client as the suite of all clients sees it, with its own answers where they differ.
struct Guest: Sendable, CustomTestStringConvertible {
  let provider: Provider
  /// A client of an app at an imitation: its address, and the app's id and secret.
  let made: @Sendable (_ base: String, _ id: String, _ secret: String) throws -> any ProviderClient
  /// The end of the address that browsers are sent to.
  let authorizePath: String
  /// The answer of a register that is open.
  let rows: String
  /// The answer to the question which company consented.
  let company: String
  /// The number in that answer.
  let number: String
  /// A refusal of a register, with its status, and its layer.
  let refusal: (status: Int, body: String, layer: RefusalLayer)
  /// The answer to a revocation that is confirmed.
  let revoked: String

  var testDescription: String { provider.rawValue }

  /// Every client there is.
  static let all: [Guest] = Provider.allCases.map { provider in
    switch provider {
    case .fortnox, .fortnoxPayments: fortnox(provider)
    case .fiken: fiken
    }
  }

  private static func fortnox(_ provider: Provider) -> Guest {
    Guest(
      provider: provider,
      made: { base, id, secret in
        FortnoxClient(
          app: try #require(ClientApp(id: id, secret: secret)),
          redirectURI: "http://127.0.0.1:9/oauth/\(provider.rawValue)/callback",
          addresses: try #require(.onLoopback(base)))
      }, authorizePath: "/oauth-v1/auth", rows: #"{"Customers":[{"CustomerNumber":"1"}]}"#,
      company: #"{"CompanyInformation":{"DatabaseNumber":4711,"CompanyName":"Acme"}}"#,
      number: "4711",
      refusal: (
        403, #"{"ErrorInformation":{"message":"Api-licens saknas.","code":2001103}}"#, .licence
      ), revoked: #"{"revoked":true}"#)
  }

  private static let fiken = Guest(
    provider: .fiken,
    made: { base, id, secret in
      FikenClient(
        app: try #require(ClientApp(id: id, secret: secret)),
        redirectURI: "http://127.0.0.1:9/oauth/fiken/callback",
        addresses: try #require(.onLoopback(base)))
    }, authorizePath: "/oauth/authorize", rows: #"[{"contactId":1}]"#,
    company: #"[{"slug":"acme-as","name":"Acme","organizationNumber":"4711"}]"#, number: "4711",
    refusal: (402, #"{"message":"API"}"#, .licence), revoked: "")

  /// A client of an imitation at an address, whose app is a canary.
  func make(_ base: String) throws -> any ProviderClient {
    try made(base, "canary-id", "canary-secret")
  }

  /// The access of a person's grant, whose values are canaries.
  var access: GrantAccess {
    GrantAccess(
      accessToken: "canary-access", refreshToken: "canary-refresh", providerCompany: number,
      companyCode: provider.profile.companyCode == .required ? "acme-as" : nil)
  }
}

/// A client that talks to a server of raw bytes, over the transport that the program uses.
struct Talk {
  let guest: Guest
  let server: RawServer
  let client: any ProviderClient
  private let transport = Transport(answerMilliseconds: 5000)

  init(_ guest: Guest) async throws {
    self.guest = guest
    server = try await RawServer()
    client = try guest.make(server.base)
  }

  var send: SendRequest { transport.send }

  /// Every request is answered so.
  func answering(_ status: Int, _ body: String = "", headers: [String] = []) -> Self {
    server.answer { _ in RawServer.Raw(status, body, headers: headers) }
    return self
  }

  func exchange() async -> TokenAnswer {
    await client.exchange(
      CodeExchange(code: "canary-code", state: "canary-state", verifier: "canary-verifier"),
      send: send)
  }

  func refresh() async -> TokenAnswer { await client.refresh(guest.access, send: send) }
  func company() async -> CompanyReply { await client.company(guest.access, send: send) }
  func check() async -> RegisterAnswer? { await client.check(.customers, guest.access, send: send) }
  func revoke() async -> RevocationAnswer { await client.revoke(guest.access, send: send) }
}
