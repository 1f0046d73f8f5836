import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// An access token for a company's accounting, or why there is none.
struct LedgerClient {
  var host: String
  var key: String

  struct Token: Decodable {
    var accessToken: String
    var expiresAt: String
  }

  struct Refusal: Decodable, Error {
    var error: String
    var text: String
    var verdict: String?
  }

  func token(of company: String) async throws -> Token {
    var request = HTTPClientRequest(
      url: "\(host)/v1/companies/\(company)/integrations/fortnox/token")
    request.method = .POST
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let body = Data(try await response.body.collect(upTo: 1 << 16).readableBytesView)
    guard response.status == .ok else { throw try JSONDecoder().decode(Refusal.self, from: body) }
    return try JSONDecoder().decode(Token.self, from: body)
  }
}
