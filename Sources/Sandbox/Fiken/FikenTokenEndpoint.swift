import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Exchange, refresh and revocation.
struct FikenTokenEndpoint {
  let sandbox: FikenSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.post("/oauth/token") { request, _ in try await token(request) }
    router.post("/oauth/revoke") { request, _ in try await revoke(request) }
  }

  private func token(_ request: Request) async throws -> Response {
    let form = try await Fields.form(request)
    let isRefresh = form["grant_type"] == "refresh_token"
    sandbox.parts.log.count(isRefresh ? "refreshRequests" : "tokenRequests")
    let fault = sandbox.parts.faults.take(isRefresh ? .refresh : .token)
    if let fault,
      let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults, error: Self.error)
    {
      return answer
    }
    let isRefused = sandbox.state.withLock { $0.isAppRefused }
    guard !isRefused, sandbox.parts.app.isAuthenticated(request) else {
      return Self.error(401, "invalid_client", "Client authentication failed")
    }
    let now = sandbox.parts.clock.now()
    let answer = sandbox.state.withLock { state in
      switch form["grant_type"] {
      case "authorization_code": Self.exchange(form, &state, now: now)
      case "refresh_token": Self.refresh(form, &state, now: now)
      default:
        TokenOutcome.refused(400, "unsupported_grant_type", "The grant type is not supported")
      }
    }
    if let odd = FaultAnswer.afterwards(fault?.fault) { return odd }
    switch answer {
    case .tokens(let tokens): return FaultAnswer.tokens(tokens, fault?.fault)
    case .refused(let status, let error, let text): return Self.error(status, error, text)
    }
  }

  private static func exchange(
    _ form: Fields, _ state: inout FikenState, now: Date
  ) -> TokenOutcome {
    guard let code = form["code"], let address = form["redirect_uri"], let sent = form["state"]
    else {
      return .refused(400, "invalid_request", "code, redirect_uri and state are required")
    }
    guard let found = state.codes[code] else {
      return .invalidGrant("The authorization code is invalid or expired.")
    }
    // A code that comes twice ends what its first use gave (RFC 6749 section 4.1.2).
    guard !found.isUsed else {
      state.end(found.grant)
      return .invalidGrant("The authorization code is invalid or expired.")
    }
    state.codes[code]?.isUsed = true
    guard now < found.until, state.grants[found.grant].isAlive,
      address == found.flow.redirectURI, sent == found.flow.state
    else { return .invalidGrant("The authorization code is invalid or expired.") }
    if state.switches.verifier == .checked, let challenge = found.flow.challenge {
      guard let verifier = form["code_verifier"], SandboxToken.challenge(of: verifier) == challenge
      else { return .invalidGrant("Code verifier does not match") }
    }
    return .tokens(state.tokens(of: found.grant, now: now, isFirst: true))
  }

  private static func refresh(_ form: Fields, _ state: inout FikenState, now: Date) -> TokenOutcome
  {
    guard let token = form["refresh_token"],
      let grant = state.grants.firstIndex(where: { $0.refreshToken == token && $0.isAlive })
    else { return .invalidGrant("The refresh token is invalid.") }
    return .tokens(state.tokens(of: grant, now: now, isFirst: false))
  }

  /// Ends the grant that the access token in the header belongs to.
  private func revoke(_ request: Request) async throws -> Response {
    sandbox.parts.log.count("revokeRequests")
    let fault = sandbox.parts.faults.take(.revoke)
    if let fault,
      let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults, error: Self.error)
    {
      return answer
    }
    let now = sandbox.parts.clock.now()
    let isDone = sandbox.state.withLock { state in
      guard fault?.fault != .notRevoked,
        let grant = state.grant(of: FikenAPI.bearer(request), now: now)
      else { return false }
      switch state.switches.revocation {
      case .grant: state.end(grant)
      case .person: state.endAll(of: state.grants[grant].user)
      }
      return true
    }
    if let odd = FaultAnswer.afterwards(fault?.fault) { return odd }
    return isDone ? Response(status: .ok) : FikenAPI.unauthorized()
  }

  private static func error(_ status: Int, _ error: String, _ text: String) -> Response {
    var response = Response.oauthError(status, error, text)
    if status == 401 { response.headers[.wwwAuthenticate] = "Basic realm=\"fiken\"" }
    return response
  }
}
