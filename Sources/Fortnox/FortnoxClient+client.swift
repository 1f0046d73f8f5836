public import Integrations
public import Providers

extension FortnoxClient: ProviderClient {
  /// The app's secret, and its form in HTTP Basic.
  public var secretValues: [String] { app.secretValues }

  /// The address that a browser is sent to in order to authorize.
  public func authorizationURL(_ authorization: Authorization) -> String {
    authorizationURL(
      scopes: authorization.scopes, state: authorization.state, verifier: authorization.verifier,
      accountType: authorization.accountType)
  }

  /// The meaning of an `error` in the callback.
  public func callbackRefusal(error: String, description: String?) -> ProviderRefusal {
    Self.callbackRefusal(error: error, description: description)
  }

  /// Exchanges a code for tokens.
  public func exchange(_ exchange: CodeExchange, send: SendRequest) async -> TokenAnswer {
    await Self.reading.tokens(
      self.exchange(code: exchange.code, verifier: exchange.verifier), refused: .codeRejected,
      send: send)
  }

  /// Exchanges the refresh token, or asks by client credentials for a service account.
  public func refresh(_ grant: GrantAccess, send: SendRequest) async -> TokenAnswer {
    switch (grant.accountType, grant.providerCompany, grant.refreshToken) {
    case (.service, let number?, _):
      await Self.reading.tokens(
        clientCredentials(providerCompany: number), refused: .grantDead, send: send)
    case (_, _, let token?):
      await Self.reading.tokens(refresh(token), refused: .grantDead, send: send)
    default: TokenAnswer(result: .unanswered(.notSent))
    }
  }

  /// Revokes the refresh token; a service account's consent is gone once client credentials are refused
  /// too.
  public func revoke(_ grant: GrantAccess, send: SendRequest) async -> RevocationAnswer {
    var isConfirmed = false
    if let token = grant.refreshToken, let answer = try? await send(revoke(token)) {
      isConfirmed = Self.isRevoked(answer)
    }
    if grant.accountType == .service {
      // Client credentials may still work when the refresh token does not.
      guard let number = grant.providerCompany,
        let answer = try? await send(clientCredentials(providerCompany: number))
      else { return .unconfirmed }
      isConfirmed = Self.isConsentGone(answer)
    }
    return isConfirmed ? .confirmed : .unconfirmed
  }

  /// Asks which company consented.
  public func company(_ grant: GrantAccess, send: SendRequest) async -> CompanyReply {
    guard let accessToken = grant.accessToken,
      let answer = try? await send(companyInformation(accessToken: accessToken))
    else { return CompanyReply(.unanswered, nil) }
    return CompanyReply(Self.company(answer), answer)
  }

  /// Asks a register for one row.
  public func check(
    _ register: Register, _ grant: GrantAccess, send: SendRequest
  ) async -> RegisterAnswer? {
    guard let accessToken = grant.accessToken,
      let request = check(register, accessToken: accessToken)
    else { return nil }
    guard let answer = try? await send(request) else { return .unavailable }
    return Self.read(answer, of: register)
  }
}
