import Foundation
import Integrations
import Providers
import Synchronization
import Testing

@testable import Fiken

/// Raw answers by address, in the order in which they are asked for.
final class Replies: Sendable {
  private struct State {
    var replies: [String: [HTTPAnswer?]] = [:]
    var asked: [String] = []
  }

  private let state = Mutex(State())

  /// - Parameter replies: The answers at an address, by its end; the last one stays, and nil is none.
  init(_ replies: [String: [HTTPAnswer?]]) { state.withLock { $0.replies = replies } }

  /// What was asked for, each by its method and the end of its address.
  var asked: [String] { state.withLock { $0.asked } }

  @Sendable func send(_ request: HTTPRequest) async throws(Unanswered) -> HTTPAnswer {
    let path = request.url.replacing("https://api.fiken.no/api/v2/", with: "")
      .replacing("https://fiken.no/oauth/", with: "")
    let answer = state.withLock { state -> HTTPAnswer? in
      state.asked.append("\(request.method) \(path)")
      guard var rest = state.replies[path], let first = rest.first else { return nil }
      if rest.count > 1 {
        rest.removeFirst()
        state.replies[path] = rest
      }
      return first
    }
    guard let answer else { throw .unknown }
    return answer
  }
}

/// A raw answer.
func answer(_ status: Int, _ body: String = "", retryAfter: Int? = nil) -> HTTPAnswer {
  HTTPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter)
}

extension FikenClient {
  /// A client of Fiken's own addresses.
  static func testing() throws -> FikenClient {
    FikenClient(
      app: try #require(ClientApp(id: "a", secret: "b")),
      redirectURI: "https://product.example/oauth/fiken/callback")
  }
}

extension GrantAccess {
  /// The access of a person's grant for a company.
  static let acme = GrantAccess(
    accessToken: "canary-access", refreshToken: "canary-refresh", companyCode: "acme-as")
}

/// The address of a page of companies.
func companies(_ page: Int = 0) -> String { "companies?page=\(page)&pageSize=50" }

/// The addresses of the two registers.
let contacts = "companies/acme-as/contacts?pageSize=1"
let projects = "companies/acme-as/projects?pageSize=1"
