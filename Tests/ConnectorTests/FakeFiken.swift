import Foundation
import Integrations
import Providers
import Synchronization

/// A Fiken in a dictionary, beside `FakeFortnox`: people give companies, and each address has its answers.
///
/// Every consent of a person has an access token and a refresh token of its own.
final class FakeFiken: Sendable {
  enum Reply: Sendable {
    case answer(Int, String)
    case unanswered(Unanswered)
    case tooMany(Int)
  }

  /// The company that people give unless a test says otherwise.
  static let acme = #"{"name":"Acme AS","slug":"acme-as","organizationNumber":"913312465"}"#

  private struct State {
    var replies: [String: [Reply]] = [:]
    var asked: [String] = []
    var given = [FakeFiken.acme]
    var number = 0
    var rotates = false
    var revokesAll = false
    /// The numbers of the consents whose tokens are refused.
    var dead: Set<Int> = []
  }

  private let state = Mutex(State())

  /// The next answers at an address; afterwards the ordinary ones again.
  func next(_ place: String, _ replies: Reply...) {
    state.withLock { $0.replies[place, default: []] += replies }
  }

  /// The companies that the person gives our app from now on, as rows of JSON.
  func give(_ rows: String...) { state.withLock { $0.given = rows } }

  /// From now on a refresh answers with a new refresh token.
  func rotate() { state.withLock { $0.rotates = true } }

  /// From now on a revocation ends every consent of the person.
  func revokeAll() { state.withLock { $0.revokesAll = true } }

  /// The numbers of the consents that have ended.
  var ended: Set<Int> {
    get { state.withLock { $0.dead } }
    set { state.withLock { $0.dead = newValue } }
  }

  /// Ends the consent with a number, as another consent of the same person may.
  func end(_ consent: Int) { _ = state.withLock { $0.dead.insert(consent) } }

  /// What was asked for, by place and the number of the consent whose token was used.
  var asked: [String] { state.withLock { $0.asked } }
  func count(_ place: String) -> Int { asked.count { $0.hasPrefix(place) } }
  func forget() { state.withLock { $0.asked = [] } }

  @Sendable func send(_ request: HTTPRequest, to _: Provider) async throws(Unanswered) -> HTTPAnswer
  {
    let form = String(decoding: request.body ?? [], as: UTF8.self)
    let (reply, ordinary) = state.withLock { state -> (Reply?, Reply) in
      let place = Self.place(request, form)
      let consent = Self.consent(request, form)
      state.asked.append("\(place)\(consent.map { " \($0)" } ?? "")")
      if let first = state.replies[place]?.first {
        state.replies[place]?.removeFirst()
        return (first, first)
      }
      return (nil, Self.ordinary(place, consent, &state))
    }
    switch reply ?? ordinary {
    case .answer(let status, let body): return HTTPAnswer(status: status, body: Array(body.utf8))
    case .unanswered(let unanswered): throw unanswered
    case .tooMany(let wait): return HTTPAnswer(status: 429, body: [], retryAfter: wait)
    }
  }

  private static func place(_ request: HTTPRequest, _ form: String) -> String {
    if form.contains("grant_type=authorization_code") { return "exchange" }
    if form.contains("grant_type=refresh_token") { return "refresh" }
    let last = request.url.split(separator: "/").last ?? ""
    return String(last.prefix { $0 != "?" })
  }

  /// The number of the consent whose token a request holds; nil for an exchange.
  private static func consent(_ request: HTTPRequest, _ form: String) -> Int? {
    let texts = [form] + request.headers.map(\.value)
    for text in texts {
      guard let range = text.range(of: "canary-consent-") else { continue }
      return Int(text[range.upperBound...].prefix { $0.isNumber })
    }
    return nil
  }

  private static func tokens(_ consent: Int, _ count: Int?) -> String {
    let refresh = "canary-consent-\(consent)-refresh\(count.map { "-\($0)" } ?? "")"
    return """
      {"access_token":"canary-consent-\(consent)-access","refresh_token":"\(refresh)",\
      "expires_in":86157,"token_type":"bearer"}
      """
  }

  private static func ordinary(_ place: String, _ consent: Int?, _ state: inout State) -> Reply {
    if place == "exchange" {
      state.number += 1
      return .answer(200, tokens(state.number, nil))
    }
    guard let consent, !state.dead.contains(consent) else {
      return place == "refresh"
        ? .answer(400, #"{"error":"invalid_grant"}"#)
        : .answer(401, #"{"message":"Unauthorized"}"#)
    }
    switch place {
    case "refresh":
      state.number += state.rotates ? 1 : 0
      return .answer(200, tokens(consent, state.rotates ? state.number : nil))
    case "companies": return .answer(200, "[\(state.given.joined(separator: ","))]")
    case "revoke":
      state.dead.formUnion(state.revokesAll ? Array(1...state.number) : [consent])
      return .answer(200, "")
    case "user": return .answer(200, #"{"name":"Canary Person","email":"canary@example.com"}"#)
    default: return .answer(200, "[]")
    }
  }
}
