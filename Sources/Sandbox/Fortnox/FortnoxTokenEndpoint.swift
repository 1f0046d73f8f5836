import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Exchange, refresh, client credentials and revocation
/// (https://www.fortnox.se/developer/authorization).
struct FortnoxTokenEndpoint {
  let sandbox: FortnoxSandbox

  func add(to router: Router<BasicRequestContext>) {
    router.post("/oauth-v1/token") { request, _ in try await token(request) }
    router.post("/oauth-v1/revoke") { request, _ in try await revoke(request) }
  }

  private func token(_ request: Request) async throws -> Response {
    let form = try await Fields.form(request)
    let isRefresh = form["grant_type"] != "authorization_code"
    sandbox.parts.log.count(isRefresh ? "refreshRequests" : "tokenRequests")
    let fault = sandbox.parts.faults.take(isRefresh ? .refresh : .token)
    if let fault,
      let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults, error: Response.oauthError)
    {
      return answer
    }
    guard isAuthenticated(request) else {
      return Response.oauthError(401, "invalid_client", "Client authentication failed")
    }
    let tenant = request.headers[HTTPField.Name("TenantId") ?? .from]
    let answer = sandbox.state.withLock { state in
      if fault?.fault == .lessScope, let code = form["code"], let grant = state.codes[code]?.grant {
        state.grants[grant].scopes = ["companyinformation"]
      }
      return switch form["grant_type"] {
      case "authorization_code": exchange(form, &state)
      case "refresh_token": refresh(form, &state)
      case "client_credentials": credentials(tenant, &state)
      default: TokenOutcome.refused(400, "unsupported_grant_type", "Unsupported grant type")
      }
    }
    if let odd = FaultAnswer.afterwards(fault?.fault) { return odd }
    switch answer {
    case .tokens(let tokens): return FaultAnswer.tokens(tokens, fault?.fault)
    case .refused(let status, let error, let text): return Response.oauthError(status, error, text)
    }
  }

  private func exchange(_ form: Fields, _ state: inout FortnoxState) -> TokenOutcome {
    guard let code = form["code"], let found = state.codes[code] else {
      return .invalidGrant("Invalid authorization code")
    }
    // A code that comes twice ends what its first use gave (RFC 6749 section 4.1.2).
    guard !found.isUsed else {
      state.end(found.grant)
      return .invalidGrant("Authorization code has been used")
    }
    state.codes[code]?.isUsed = true
    guard sandbox.parts.clock.now() < found.until, form["redirect_uri"] == found.redirectURI else {
      return .invalidGrant("Invalid authorization code")
    }
    if let challenge = found.challenge {
      guard let verifier = form["code_verifier"], SandboxToken.challenge(of: verifier) == challenge
      else { return .invalidGrant("Code verifier does not match") }
    }
    return .tokens(state.tokens(of: found.grant, now: sandbox.parts.clock.now(), withRefresh: true))
  }

  private func refresh(_ form: Fields, _ state: inout FortnoxState) -> TokenOutcome {
    let now = sandbox.parts.clock.now()
    guard let token = form["refresh_token"],
      let grant = state.grants.firstIndex(where: { $0.refreshToken == token }),
      state.grants[grant].isAlive, now < state.grants[grant].refreshUntil
    else { return .invalidGrant("Invalid refresh token") }
    if let refusal = licence(of: grant, state) { return refusal }
    return .tokens(state.tokens(of: grant, now: now, withRefresh: true))
  }

  private func credentials(_ tenant: String?, _ state: inout FortnoxState) -> TokenOutcome {
    guard
      let grant = state.grants.lastIndex(where: {
        $0.company == tenant && $0.isService && $0.isAlive
      })
    else { return .invalidGrant("No consent for this tenant") }
    if let refusal = licence(of: grant, state) { return refusal }
    return .tokens(state.tokens(of: grant, now: sandbox.parts.clock.now(), withRefresh: false))
  }

  private func licence(of grant: Int, _ state: FortnoxState) -> TokenOutcome? {
    let licences = state.world.companies[state.grants[grant].company]?.licences ?? []
    return licences.contains("integration")
      ? nil : .refused(401, "error_missing_license", "Missing license")
  }

  private func revoke(_ request: Request) async throws -> Response {
    let form = try await Fields.form(request)
    sandbox.parts.log.count("revokeRequests")
    let fault = sandbox.parts.faults.take(.revoke)
    if let fault,
      let answer = try await FaultAnswer.response(
        fault.fault, text: fault.text, from: sandbox.parts.faults, error: Response.oauthError)
    {
      return answer
    }
    guard isAuthenticated(request) else {
      return Response.oauthError(401, "invalid_client", "Client authentication failed")
    }
    sandbox.state.withLock { state in
      let token = fault?.fault == .notRevoked ? nil : form["token"]
      if let grant = state.grants.firstIndex(where: { token != nil && $0.refreshToken == token }) {
        state.end(grant)
      }
    }
    if let odd = FaultAnswer.afterwards(fault?.fault) { return odd }
    return .json(["revoked": fault?.fault != .notRevoked])
  }

  private func isAuthenticated(_ request: Request) -> Bool {
    let isKnown = sandbox.state.withLock { !$0.withheld.contains(FortnoxState.credentials) }
    return isKnown && sandbox.parts.app.isAuthenticated(request)
  }
}
