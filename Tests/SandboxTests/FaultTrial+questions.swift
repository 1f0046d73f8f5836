import Integrations
import Providers
import Sandbox
import Testing

extension FaultTrial {
  // MARK: Registers

  func register() async throws {
    let access = try await imitated.connect()
    try await imitated.fault(fault.rawValue, at: "register")
    let answer = try #require(await client.check(.customers, access, send: send))
    let said: Said
    switch fault.kind {
    case .silence, .lostAnswer, .outage: said = .unavailable
    case .nothingSaid, .page, .harmfulError: said = .unknown
    case .tooMany: said = .tooMany
    // Fiken's is the token's only if the login is refused too, and it is not.
    case .notLoggedIn: said = isFiken ? .unrecognised : .tokenRejected
    case .licence: said = isFiken ? .unrecognised : .refused(.licence)
    case .grantGone, .otherError: said = .unrecognised
    // Fiken has no scopes, so a 403 is the person's, whatever it calls itself.
    case .scope: said = .refused(isFiken ? .person : .scope)
    case .module: said = .refused(.licence)
    case .right: said = isFiken && fault == .rightDeniedIn200 ? .unrecognised : .refused(.person)
    case .otherWords: said = isFiken ? .refused(.person) : .unrecognised
    // It stands in place of Fortnox's rows; Fiken's have no such number.
    case .noNumber: said = isFiken ? .open : .unknown
    case .tokenForm, .onlyRefreshToken, .notRevoked, .otherCompany, .wayBack: said = .open
    }
    #expect(Said(answer) == said, name)
  }

  /// The question who is logged in, after a register refused a login.
  func login() async throws {
    let access = try await imitated.connect()
    try await imitated.fault("opaque401", at: "register")
    try await imitated.fault(fault.rawValue, at: "user")
    let answer = try #require(await client.check(.customers, access, send: send))
    let said: Said
    switch fault.kind {
    case .silence, .lostAnswer, .outage, .nothingSaid, .page, .otherError, .harmfulError,
      .grantGone, .scope, .module, .right, .otherWords:
      // Nobody says whether the login is valid.
      said = .unavailable
    case .tooMany: said = .tooMany
    case .notLoggedIn, .licence: said = .tokenRejected
    case .tokenForm, .onlyRefreshToken, .notRevoked, .otherCompany, .noNumber, .wayBack:
      said = .unrecognised
    }
    #expect(Said(answer) == said, name)
  }

  /// An answer of a register without its words.
  private enum Said: Equatable {
    case open, refused(RefusalLayer), tokenRejected, unrecognised, tooMany, unavailable, unknown

    init(_ answer: RegisterAnswer) {
      switch answer {
      case .open: self = .open
      case .refused(let layer, _): self = .refused(layer)
      case .tokenRejected: self = .tokenRejected
      case .unrecognised: self = .unrecognised
      case .tooMany(let wait):
        #expect(wait == 2)
        self = .tooMany
      case .unavailable: self = .unavailable
      case .unknown: self = .unknown
      }
    }
  }

  // MARK: The company

  func company(at step: SandboxFault.Endpoint) async throws {
    let access = try await imitated.connect()
    try await imitated.fault(fault.rawValue, at: step.rawValue)
    let reply = await client.company(access, send: send)
    let reason: Failed.Reason?
    switch fault.kind {
    case .silence, .lostAnswer, .nothingSaid, .page, .harmfulError, .outage, .tooMany:
      reason = nil
    case .notLoggedIn where fault == .opaque401: reason = nil
    case .notLoggedIn: reason = isFiken ? .clientRejected : .unrecognised
    case .grantGone, .otherError, .right, .otherWords: reason = .unrecognised
    case .licence: reason = isFiken ? .unrecognised : .licenceMissing
    case .scope: reason = isFiken ? .unrecognised : .scopeNotEnabled
    case .module: reason = .licenceMissing
    case .noNumber: reason = isFiken ? .checkUnknown : .unrecognised
    case .otherCompany:
      let other = isFiken ? "199000199" : "9999"
      guard case .given(other, _) = reply.answer else {
        Issue.record("\(name) \(reply)")
        return
      }
      return
    case .tokenForm, .onlyRefreshToken, .notRevoked, .wayBack:
      guard case .given(imitated.number, _) = reply.answer else {
        Issue.record("\(name) \(reply)")
        return
      }
      return
    }
    switch reply.answer {
    case .refused(let refusal): #expect(refusal.reason == reason, name)
    case .unanswered: #expect(reason == nil, name)
    case .given, .notAmongThem: Issue.record("\(name) \(reply)")
    }
    #expect(reply.retryAfter == (fault.kind == .tooMany ? 2 : nil), name)
  }
}
