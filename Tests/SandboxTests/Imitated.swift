import AsyncHTTPClient
import Fiken
import Fortnox
import Foundation
import Integrations
import NIOCore
import NIOHTTP1
import Providers
import TestSupport
import Testing

/// A provider's client, the imitation of that provider, and the browser of a person between them.
struct Imitated {
  /// Each client that has an imitation of its own; both of our apps at Fortnox have one.
  static let providers: [Provider] = [.fortnox, .fiken]
  private static let secret = "canary-client-secret-0123456789abcdef"

  let provider: Provider
  let client: any ProviderClient
  private let process: ChildProcess
  private let base: String
  private let folder: TemporaryFolder
  private let transport: Transport
  private let keepsPace: Bool

  private static let browser = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  /// - Parameter keepsPace: True to ask no faster than the provider allows; else the imitation does not
  ///   count.
  init(_ provider: Provider, keepsPace: Bool = true) async throws {
    self.provider = provider
    self.keepsPace = keepsPace
    let redirectURI = "http://127.0.0.1:9/oauth/\(provider.rawValue)/callback"
    process = try ChildProcess(
      Program.product("SandboxProbe"), [redirectURI],
      environment: [
        "PATH": "/usr/bin:/bin", "SANDBOX_CLIENT_ID": "canary-client",
        "SANDBOX_CLIENT_SECRET": Self.secret, "SANDBOX_QUESTIONS": "100000",
        "SANDBOX_PER_SECOND": keepsPace ? "4" : "100000",
      ], input: .open)
    let ports = try await process.firstLine().split(separator: " ")
    folder = try TemporaryFolder()
    transport = Transport(keepingPaceIn: folder.path)
    let app = try #require(ClientApp(id: "canary-client", secret: Self.secret))
    switch provider {
    case .fortnox, .fortnoxPayments:
      base = "http://127.0.0.1:\(try #require(ports.first))"
      client = FortnoxClient(
        app: app, redirectURI: redirectURI, addresses: try #require(.onLoopback(base)))
    case .fiken:
      base = "http://127.0.0.1:\(try #require(ports.last))"
      client = FikenClient(
        app: app, redirectURI: redirectURI, addresses: try #require(.onLoopback(base)))
    }
  }

  /// Requests go over the transport of the program, at the provider's pace.
  ///
  /// The imitation counts those to the API alone, so that others need not wait here.
  var send: SendRequest {
    { [transport, provider, keepsPace] request throws(Unanswered) in
      !keepsPace || request.url.contains("/oauth/")
        ? try await transport.send(request) : try await transport.send(request, to: provider)
    }
  }

  /// The same without patience, for answers that never end.
  static let sendImpatiently: SendRequest = { request throws(Unanswered) in
    try await impatient.send(request)
  }
  private static let impatient = Transport(answerMilliseconds: 200)

  // MARK: The person's browser

  private func ask(
    _ method: HTTPMethod, _ path: String, _ form: [(String, String)] = []
  ) async throws -> (location: String?, text: String) {
    var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
    request.method = method
    if method == .POST {
      let fields = form.map { name, value in
        "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
      }
      request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      request.body = .bytes(ByteBuffer(string: fields.joined(separator: "&")))
    }
    let answer = try await Self.browser.execute(request, timeout: .minutes(5))
    let text = String(buffer: try await answer.body.collect(upTo: 1 << 22))
    return (answer.headers.first(name: "Location"), text)
  }

  private func flow(_ page: String) throws -> String {
    let start = try #require(page.range(of: #"name="flow" value=""#), "\(page)")
    return String(page[start.upperBound...].prefix { $0 != "\"" })
  }

  /// A page, after the redirects that lead to it.
  private func page(_ answer: (location: String?, text: String)) async throws -> String {
    guard let location = answer.location else { return answer.text }
    return try await page(try await ask(.GET, location))
  }

  static let authorization = Authorization(
    scopes: ["companyinformation", "customer", "project"], state: "state-0123456789",
    verifier: String(repeating: "v", count: 43), accountType: .user)

  /// What the browser brings back after a person's consent, or refusal, by name.
  func consent(
    of user: String = "anna", to companies: [String] = ["exempelselskapet-as"],
    approving: Bool = true
  ) async throws -> [String: String] {
    try await wayBack(of: user, to: companies, approving: approving)
      .reduce(into: [:]) { $0[$1.name] = $1.value }
  }

  /// What the browser brings back, in order.
  func wayBack(
    of user: String = "anna", to companies: [String] = ["exempelselskapet-as"],
    approving: Bool = true
  ) async throws -> [URLQueryItem] {
    let login = try await page(
      try await ask(.GET, client.authorizationURL(Self.authorization)))
    let isFiken = provider == .fiken
    let page = try await page(
      try await ask(
        .POST, isFiken ? "/login" : "/oauth-v1/login",
        [("flow", try flow(login)), ("user", user), ("password", "hemligt")]))
    let back = try await ask(
      .POST, isFiken ? "/oauth/consent" : "/oauth-v1/consent",
      [("flow", try flow(page)), ("answer", approving ? "approve" : "decline")]
        + companies.map { ("company", $0) })
    return URLComponents(string: try #require(back.location))?.queryItems ?? []
  }

  // MARK: The client

  func exchange(_ code: String, send: SendRequest? = nil) async -> TokenAnswer {
    await client.exchange(
      CodeExchange(
        code: code, state: Self.authorization.state, verifier: Self.authorization.verifier),
      send: send ?? self.send)
  }

  /// From a person's login to the access of a grant.
  func connect(
    of user: String = "anna", to companies: [String] = ["exempelselskapet-as"]
  ) async throws -> GrantAccess {
    let code = try #require(try await consent(of: user, to: companies)["code"])
    return access(try #require(await exchange(code).tokens), of: companies.first)
  }

  func access(_ tokens: Tokens, of code: String? = "exempelselskapet-as") -> GrantAccess {
    GrantAccess(
      accessToken: tokens.accessToken, refreshToken: tokens.refreshToken,
      companyCode: provider.profile.companyCode == .required ? code : nil)
  }

  /// The number of the company that is given.
  var number: String { provider == .fiken ? "199000101" : "1001" }

  /// The step of the imitation that answers which company consented.
  var companyStep: String { provider == .fiken ? "companies" : "companyinformation" }

  // MARK: The imitation

  func control(_ action: String, _ fields: [(String, String)] = []) async throws {
    let answer = try await ask(.POST, "/sandbox/api/\(action)", fields)
    #expect(answer.text.contains("done"), "\(action) \(fields) \(answer.text)")
  }

  func fault(_ fault: String, at step: String) async throws {
    try await control("fault", [("fault", fault), ("step", step)])
  }

  private func report() async throws -> [String: Any] {
    let text = try await ask(.GET, "/sandbox/api/state").text
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// True if the latest consent still lives, as the imitation knows.
  func isAlive() async throws -> Bool {
    let grants = try await report()["grants"] as? [[String: Any]]
    return try #require(grants?.last?["isAlive"] as? Bool)
  }

  /// The requests in which the imitation can make faults, as it says itself.
  func steps() async throws -> Set<String> {
    Set(try #require(try await report()["steps"] as? [String]))
  }

  /// How often something was counted.
  func count(_ what: String) async throws -> Int {
    (try await report()["counts"] as? [String: Int])?[what] ?? 0
  }
}

extension TokenAnswer {
  /// The tokens; nil if there are none.
  var tokens: Tokens? {
    guard case .given(let tokens) = result else { return nil }
    return tokens
  }

  /// Why there are no tokens; nil if there are, or no answer came.
  var reason: Failed.Reason? {
    guard case .refused(let refusal) = result else { return nil }
    return refusal.reason
  }
}
