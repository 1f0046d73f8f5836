public import Integrations
public import Providers

extension FikenClient: ProviderClient {
  /// The app's secret, and its form in HTTP Basic.
  public var secretValues: [String] { app.secretValues }

  /// True if an issuer is Fiken's: it documents none, and may begin to send one.
  public func isOwn(issuer: String) -> Bool {
    [Addresses.real, addresses].contains { issuer == Loopback.origin(of: $0.authorize) }
  }

  /// The code of a company, alone or in an address of Fiken's.
  public func companyCode(in text: String) -> String? { Self.companyCode(in: text) }

  /// The address that a browser is sent to; Fiken has no scopes and no kinds of account.
  public func authorizationURL(_ authorization: Authorization) -> String {
    var fields = [
      ("response_type", "code"), ("client_id", app.id), ("redirect_uri", redirectURI),
      ("state", authorization.state),
    ]
    if sendsPKCE {
      fields.append(("code_challenge", PKCE.challenge(of: authorization.verifier)))
      fields.append(("code_challenge_method", "S256"))
    }
    return "\(addresses.authorize)?\(Form.encode(fields))"
  }

  /// The meaning of an `error` in the callback.
  public func callbackRefusal(error: String, description: String?) -> ProviderRefusal {
    Self.reading.callbackRefusal(error: error, description: description)
  }

  /// Exchanges a code for tokens.
  public func exchange(_ exchange: CodeExchange, send: SendRequest) async -> TokenAnswer {
    await Self.reading.tokens(request(exchange), refused: .codeRejected, send: send)
  }

  /// Exchanges the refresh token; the answer may hold a new one, the same, or none.
  public func refresh(_ grant: GrantAccess, send: SendRequest) async -> TokenAnswer {
    guard let token = grant.refreshToken else {
      return TokenAnswer(result: .unanswered(.notSent))
    }
    return await Self.reading.tokens(refresh(token), refused: .grantDead, send: send)
  }

  /// All companies that the person gave us: it is not known whether ending one consent of a person ends
  /// the others.
  public func reach(_ grant: GrantAccess, send: SendRequest) async -> ConsentReach {
    guard let token = grant.accessToken else { return .tokenRejected }
    return await reach(token, send: send)
  }

  /// Ends the consent, with an access token that works.
  public func revoke(_ grant: GrantAccess, send: SendRequest) async -> RevocationAnswer {
    guard let token = grant.accessToken else { return .tokenRejected }
    guard let answer = try? await send(revoke(token)) else { return .unconfirmed }
    if answer.status == 401 { return .tokenRejected }
    return Self.isRevoked(answer) ? .confirmed : .unconfirmed
  }

  /// Looks for the expected company among those that the person gave us.
  public func company(_ grant: GrantAccess, send: SendRequest) async -> CompanyReply {
    guard let token = grant.accessToken, let code = grant.companyCode else {
      return CompanyReply(.unanswered, nil)
    }
    return await find(code, token, send: send)
  }

  /// Asks a register for one row.
  ///
  /// A 401 with a login that is valid has been seen, so it is the token's only if the login is refused
  /// too. A 404 is a company that this person did not give us, if it is not in their list.
  public func check(
    _ register: Register, _ grant: GrantAccess, send: SendRequest
  ) async -> RegisterAnswer? {
    guard let token = grant.accessToken, let code = grant.companyCode,
      let request = check(register, of: code, token)
    else { return nil }
    guard let answer = try? await send(request) else { return .unavailable }
    let read = Self.read(answer, of: register)
    switch (read, answer.status) {
    case (.tokenRejected, _):
      guard let login = try? await send(user(token)) else { return .unavailable }
      switch login.status {
      case 401: return .tokenRejected
      case 429: return .tooMany(retryAfter: login.retryAfter)
      // A page of a proxy, or an error, does not say that the login is valid.
      default:
        return Self.reading.object(of: login) == nil
          ? .unavailable : .unrecognised(Self.reading.refusal(answer, .unrecognised))
      }
    case (.unrecognised, 404), (.unknown, 404):
      guard case .notAmongThem = await find(code, token, send: send).answer else { return read }
      return .refused(.person, Self.refusal(answer, of: register))
    default: return read
    }
  }
}
