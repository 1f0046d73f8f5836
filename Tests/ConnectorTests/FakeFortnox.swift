import Foundation
import Integrations
import Providers
import Synchronization

/// A provider in a dictionary: each address has its answers, and everything asked is counted.
final class FakeFortnox: Sendable {
  enum Reply: Sendable {
    case answer(Int, String)
    case unanswered(Unanswered)
    /// Too many questions; come back after so many seconds.
    case tooMany(Int)
    /// Waits until the test says so, and then goes on with the ordinary answer.
    case pause
  }

  private struct State {
    var replies: [String: [Reply]] = [:]
    var counts: [String: Int] = [:]
    var refresh = 0
    var forms: [String] = []
    var waits: [Duration] = []
    var isPaused = true
  }

  private let state = Mutex(State())

  /// The next answers at an address; afterwards the ordinary ones again.
  func next(_ place: String, _ replies: Reply...) {
    state.withLock { $0.replies[place, default: []] += replies }
  }

  func count(_ place: String) -> Int { state.withLock { $0.counts[place] ?? 0 } }
  var forms: [String] { state.withLock { $0.forms } }
  /// What the connector waited before it asked again; no test waits for that.
  var waits: [Duration] { state.withLock { $0.waits } }
  @Sendable func wait(_ time: Duration) { state.withLock { $0.waits.append(time) } }
  func goOn() { state.withLock { $0.isPaused = false } }

  @Sendable func send(_ request: HTTPRequest, to _: Provider) async throws(Unanswered) -> HTTPAnswer
  {
    let form = String(decoding: request.body ?? [], as: UTF8.self)
    let place = Self.place(request, form)
    let (reply, number) = state.withLock { state -> (Reply?, Int) in
      state.counts[place, default: 0] += 1
      state.forms.append(form)
      state.refresh += 1
      let reply = state.replies[place]?.first
      if reply != nil { state.replies[place]?.removeFirst() }
      return (reply, state.refresh)
    }
    switch reply {
    case .answer(let status, let body): return HTTPAnswer(status: status, body: Array(body.utf8))
    case .unanswered(let unanswered): throw unanswered
    case .tooMany(let wait): return HTTPAnswer(status: 429, body: [], retryAfter: wait)
    case .pause:
      while state.withLock({ $0.isPaused }) { try? await Task.sleep(for: .milliseconds(5)) }
    case nil: break
    }
    return HTTPAnswer(status: 200, body: Array(Self.ordinary(place, number).utf8))
  }

  private static func place(_ request: HTTPRequest, _ form: String) -> String {
    if form.contains("grant_type=authorization_code") { return "exchange" }
    if form.contains("grant_type=refresh_token") { return "refresh" }
    if form.contains("grant_type=client_credentials") { return "credentials" }
    let last = request.url.split(separator: "/").last ?? ""
    return String(last.prefix { $0 != "?" })
  }

  private static func ordinary(_ place: String, _ number: Int) -> String {
    switch place {
    case "exchange", "refresh":
      """
      {"access_token":"canary-access-\(number)","refresh_token":"canary-refresh-\(number)",\
      "expires_in":3600,"token_type":"bearer","scope":"companyinformation customer project"}
      """
    case "credentials":
      #"{"access_token":"canary-access-\#(number)","expires_in":3600,"token_type":"bearer"}"#
    case "companyinformation": #"{"CompanyInformation":{"DatabaseNumber":4711}}"#
    case "revoke": #"{"revoked":true}"#
    case "projects": #"{"Projects":[]}"#
    case "customers": #"{"Customers":[]}"#
    default: "{}"
    }
  }
}
