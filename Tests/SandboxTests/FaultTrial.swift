import Integrations
import Providers
import Sandbox
import Testing

/// One fault, tried at one step, and what a client must say.
struct FaultTrial {
  let imitated: Imitated
  let fault: SandboxFault

  var client: any ProviderClient { imitated.client }
  var isFiken: Bool { imitated.provider == .fiken }
  var name: Comment { "\(fault)" }

  /// Without patience for what never ends.
  var send: SendRequest {
    fault.kind == .silence ? Imitated.sendImpatiently : imitated.send
  }

  // MARK: Tokens

  func exchange() async throws {
    let code = try #require(try await imitated.consent()["code"])
    try await imitated.fault(fault.rawValue, at: "token")
    check(await imitated.exchange(code, send: send), ended: .codeRejected)
  }

  func refresh() async throws {
    let access = try await imitated.connect()
    try await imitated.fault(fault.rawValue, at: "refresh")
    check(await client.refresh(access, send: send), ended: .grantDead)
  }

  private func check(_ answer: TokenAnswer, ended: Failed.Reason) {
    let reason: Failed.Reason?
    switch fault.kind {
    case .silence, .lostAnswer:
      #expect(answer.result == .unanswered(.unknown), name)
      return
    case .nothingSaid, .page, .otherError, .harmfulError, .onlyRefreshToken: reason = .unrecognised
    case .notLoggedIn: reason = fault == .invalidClient ? .clientRejected : .unrecognised
    case .outage, .tooMany: reason = .providerUnavailable
    case .grantGone: reason = ended
    case .licence: reason = isFiken ? .unrecognised : .licenceMissing
    case .tokenForm, .notRevoked, .scope, .module, .right, .otherWords, .otherCompany, .noNumber,
      .wayBack:
      reason = nil
    }
    #expect(answer.reason == reason, name)
    #expect((answer.tokens != nil) == (reason == nil), name)
    #expect(answer.retryAfter == (fault.kind == .tooMany ? 2 : nil), name)
    // A refresh token in an answer of success is handed out, whatever else is odd.
    let hasToken = reason == nil && fault != .noRefreshToken || fault.kind == .onlyRefreshToken
    #expect((answer.refreshToken != nil) == hasToken, name)
    if case .refused(let refusal) = answer.result, let token = answer.refreshToken {
      #expect(!String(reflecting: refusal).contains(token), name)
    }
  }

  // MARK: Revocation

  func revocation() async throws {
    let access = try await imitated.connect()
    try await imitated.fault(fault.rawValue, at: "revoke")
    let answer = await client.revoke(access, send: send)
    if answer == .confirmed { #expect(try await !imitated.isAlive(), name) }
    switch fault.kind {
    case .silence, .lostAnswer, .nothingSaid, .page, .outage, .tooMany, .grantGone, .otherError,
      .harmfulError:
      #expect(answer == .unconfirmed, name)
    case .notLoggedIn, .licence, .notRevoked:
      // Where an access token revokes, a 401 says that it was not taken.
      #expect(answer == (isFiken ? .tokenRejected : .unconfirmed), name)
    case .tokenForm, .onlyRefreshToken, .scope, .module, .right, .otherWords, .otherCompany,
      .noNumber, .wayBack:
      #expect(answer == .confirmed, name)
    }
  }
}
