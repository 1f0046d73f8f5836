import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// The imitation of Fiken as a process, asked by raw HTTP.
struct FikenImitation {
  static let secret = "canary-client-secret-0123456789abcdef"
  static let redirectURI = "http://127.0.0.1:9/oauth/fiken/callback"
  static let basic = "Basic " + Data("canary-client:\(secret)".utf8).base64EncodedString()

  private let process: ChildProcess
  let base: String

  /// - Parameter perSecond: The number of requests to the API that are answered in a second.
  init(perSecond: Int = 100_000) async throws {
    process = try ChildProcess(
      Program.product("SandboxProbe"), [Self.redirectURI],
      environment: [
        "PATH": "/usr/bin:/bin", "SANDBOX_CLIENT_ID": "canary-client",
        "SANDBOX_CLIENT_SECRET": Self.secret, "SANDBOX_PER_SECOND": "\(perSecond)",
      ], input: .open)
    let port = try #require(try await process.firstLine().split(separator: " ").last)
    base = "http://127.0.0.1:\(port)"
  }

  // MARK: Requests

  struct Answer {
    var status: Int
    var headers: HTTPHeaders
    var text: String

    var location: String? { headers.first(name: "Location") }
    var object: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
    var list: [[String: Any]] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [[String: Any]] ?? []
    }
    var error: String? { object["error"] as? String }

    func header(_ name: String) -> String? { headers.first(name: name) }

    /// The value of a form's hidden field.
    func value(of field: String) -> String? {
      guard let range = text.range(of: "name=\"\(field)\" value=\"") else { return nil }
      return text[range.upperBound...].split(separator: "\"").first.map(String.init)
    }

    /// The parameters of a redirect, in order.
    var parameters: [URLQueryItem] {
      location.flatMap { URLComponents(string: $0)?.queryItems } ?? []
    }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
  }

  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  @discardableResult
  func send(
    _ method: HTTPMethod, _ path: String, form: [(String, String)]? = nil,
    _ headers: [String: String] = [:], milliseconds: Int64 = 300_000
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
    request.method = method
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let form {
      request.headers.replaceOrAdd(
        name: "Content-Type", value: "application/x-www-form-urlencoded")
      request.body = .bytes(ByteBuffer(string: Self.encoded(form)))
    }
    let answer = try await Self.client.execute(request, timeout: .milliseconds(milliseconds))
    let body = try await answer.body.collect(upTo: 1 << 22)
    return Answer(
      status: Int(answer.status.code), headers: answer.headers, text: String(buffer: body))
  }

  /// The first parts of an answer's body, as they come.
  func parts(_ path: String, _ token: String, count: Int) async throws -> [String] {
    var request = HTTPClientRequest(url: base + path)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    let answer = try await Self.client.execute(request, timeout: .minutes(5))
    var parts: [String] = []
    for try await part in answer.body {
      parts.append(String(buffer: part))
      if parts.count == count { break }
    }
    return parts
  }

  static func encoded(_ fields: [(String, String)]) -> String {
    fields.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }.joined(separator: "&")
  }

  func get(_ path: String, _ token: String) async throws -> Answer {
    try await send(.GET, path, ["Authorization": "Bearer \(token)"])
  }

  func api(_ path: String, _ token: String) async throws -> Answer {
    try await get("/api/v2\(path)", token)
  }

  // MARK: The control page

  func control(_ action: String, _ fields: [(String, String)] = []) async throws {
    let answer = try await send(.POST, "/sandbox/api/\(action)", form: fields)
    #expect(answer.status == 200, "\(action) \(fields)")
  }

  func turn(_ name: String, to position: String) async throws {
    try await control("switch", [("name", name), ("position", position)])
  }

  func fault(_ fault: String, at step: String) async throws {
    try await control("fault", [("fault", fault), ("step", step)])
  }

  func pass(seconds: Int) async throws { try await control("clock", [("seconds", "\(seconds)")]) }

  func count(_ what: String) async throws -> Int {
    let state = try await send(.GET, "/sandbox/api/state").object
    return (state["counts"] as? [String: Int])?[what] ?? 0
  }
}

// MARK: The way to tokens

extension FikenImitation {
  static let state = "state-0123456789"

  /// The parameters that Fiken requires.
  static let required = [
    ("response_type", "code"), ("client_id", "canary-client"), ("redirect_uri", redirectURI),
    ("state", state),
  ]

  func authorize(_ parameters: [(String, String)] = required) async throws -> Answer {
    try await send(.GET, "/oauth/authorize?" + Self.encoded(parameters))
  }

  /// Follows a login to the page that asks for consent.
  func logIn(
    _ user: String, _ parameters: [(String, String)] = required
  ) async throws -> Answer {
    let login = try await send(.GET, try #require(try await authorize(parameters).location))
    let flow = try #require(login.value(of: "flow"))
    let form = [("flow", flow), ("user", user), ("password", "hemligt")]
    let there = try await send(.POST, "/login", form: form)
    return try await send(.GET, try #require(there.location))
  }

  /// The redirect after a consent to companies.
  func consent(
    _ user: String, to companies: [String], _ parameters: [(String, String)] = required,
    answer: String = "approve"
  ) async throws -> Answer {
    let page = try await logIn(user, parameters)
    let flow = try #require(page.value(of: "flow"))
    let form = [("flow", flow), ("answer", answer)] + companies.map { ("company", $0) }
    return try await send(.POST, "/oauth/consent", form: form)
  }

  func exchange(
    _ code: String, state: String? = state, redirectURI: String = redirectURI,
    verifier: String? = nil, basic: String = basic
  ) async throws -> Answer {
    var form = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
    ]
    if let state { form.append(("state", state)) }
    if let verifier { form.append(("code_verifier", verifier)) }
    return try await send(.POST, "/oauth/token", form: form, ["Authorization": basic])
  }

  func refresh(_ token: String, basic: String = basic) async throws -> Answer {
    try await send(
      .POST, "/oauth/token", form: [("grant_type", "refresh_token"), ("refresh_token", token)],
      ["Authorization": basic])
  }

  func revoke(_ token: String) async throws -> Answer {
    try await send(.POST, "/oauth/revoke", ["Authorization": "Bearer \(token)"])
  }

  struct Tokens: Equatable {
    var access: String
    var refresh: String
  }

  func tokens(_ answer: Answer) throws -> Tokens {
    #expect(answer.status == 200, "\(answer.text)")
    return Tokens(
      access: try #require(answer.object["access_token"] as? String),
      refresh: try #require(answer.object["refresh_token"] as? String))
  }

  /// The tokens of a consent to companies.
  func connect(_ user: String, to companies: [String]) async throws -> Tokens {
    let back = try await consent(user, to: companies)
    return try tokens(try await exchange(try #require(back.parameter("code"))))
  }
}
