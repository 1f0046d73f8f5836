import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// A browser without a window: it keeps cookies, follows nothing by itself, and fills in forms.
final class Browser: @unchecked Sendable {  // Each is used by one task at a time.
  struct Page {
    var status: Int
    var headers: HTTPHeaders
    var text: String

    var location: String? { headers.first(name: "Location") }
    /// The token of the page's forms.
    var token: String? { value(after: "name=\"token\" value=\"") }
    /// The page's mark.
    var phase: String? { value(after: "data-phase=\"") }

    func value(after start: String) -> String? {
      guard let range = text.range(of: start) else { return nil }
      return text[range.upperBound...].split(separator: "\"").first.map(String.init)
    }
  }

  let base: String
  private var cookies: [String: String] = [:]
  /// Everything that came back, for a search of secrets that must not.
  private(set) var seen: [String] = []

  init(_ base: String) { self.base = base }

  /// The same cookies in a browser of its own.
  var copy: Browser {
    let copy = Browser(base)
    copy.cookies = cookies
    return copy
  }

  func cookie(_ name: String) -> String? { cookies[name] }
  func setCookie(_ name: String, _ value: String?) { cookies[name] = value }
  var cookieNames: [String] { Array(cookies.keys) }

  func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Page {
    try await send(.GET, path, body: nil, headers: headers)
  }

  func post(
    _ path: String, _ fields: [(String, String)], _ headers: [String: String] = [:]
  ) async throws -> Page {
    let body = fields.map { "\(Self.escape($0.0))=\(Self.escape($0.1))" }.joined(separator: "&")
    return try await send(
      .POST, path, body: body,
      headers: ["Content-Type": "application/x-www-form-urlencoded"].merging(headers) { $1 })
  }

  /// Opens a link's page and presses its button; returns the page itself if it has none.
  func enter(_ link: String) async throws -> Page {
    let page = try await get("/enter/\(link)")
    guard let proof = page.value(after: "name=\"proof\" value=\"") else { return page }
    return try await post("/enter", [("link", link), ("proof", proof)])
  }

  func send(
    _ method: HTTPMethod, _ path: String, body: String? = nil, headers: [String: String] = [:]
  ) async throws -> Page {
    var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
    request.method = method
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if !cookies.isEmpty, request.url.hasPrefix(base) {
      request.headers.add(
        name: "Cookie", value: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
    }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let answer = try await Self.client.execute(request, timeout: .minutes(5))
    let text = String(buffer: try await answer.body.collect(upTo: 1 << 22))
    for line in answer.headers["Set-Cookie"] { storeCookie(line) }
    seen.append(text)
    return Page(status: Int(answer.status.code), headers: answer.headers, text: text)
  }

  /// Waits until the server answers that it is ready; false if it ended before.
  func isReady(while server: ChildProcess) async throws -> Bool {
    var isReady = false
    try await eventually(otherwise: "\(base) was never ready") {
      isReady = (try? await get("/readyz").status) == 200
      return isReady || !server.isRunning
    }
    return isReady
  }

  private func storeCookie(_ line: String) {
    let pair = line.prefix { $0 != ";" }.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else { return }
    cookies[String(pair[0])] = line.contains("Max-Age=0;") ? nil : String(pair[1])
  }

  static func escape(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
}
