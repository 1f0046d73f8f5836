public import Integrations
public import Providers

extension FortnoxClient {
  /// The address that a browser is sent to in order to authorize.
  ///
  /// PKCE S256 is always sent (RFC 7636 section 4.2). Fortnox does not document that it checks it, so
  /// `state` must be enough on its own.
  ///
  /// - Parameters:
  ///   - state: At least 128 random bits, without any meaning.
  ///   - verifier: The PKCE verifier; only its challenge is sent.
  public func authorizationURL(
    scopes: [String], state: String, verifier: String, accountType: AccountType
  ) -> String {
    var fields = [
      ("client_id", app.id), ("redirect_uri", redirectURI),
      ("scope", scopes.sorted().joined(separator: " ")), ("state", state),
      ("access_type", "offline"), ("response_type", "code"),
      ("code_challenge", PKCE.challenge(of: verifier)), ("code_challenge_method", "S256"),
    ]
    if accountType == .service { fields.append(("account_type", "service")) }
    return "\(addresses.authorize)?\(Form.encode(fields))"
  }

  /// Exchanges a code for tokens.
  ///
  /// Send it once, even if no answer comes: a second use of a code may end the grant of the first (RFC
  /// 6749 section 4.1.2).
  public func exchange(code: String, verifier: String) -> HTTPRequest {
    token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("code_verifier", verifier),
    ])
  }

  /// Exchanges a refresh token for new tokens; a refresh token works once.
  public func refresh(_ refreshToken: String) -> HTTPRequest {
    token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
  }

  /// Asks for an access token of a service account, for the company with this number.
  public func clientCredentials(providerCompany: String) -> HTTPRequest {
    token([("grant_type", "client_credentials")], [("TenantId", providerCompany)])
  }

  /// Revokes a grant at Fortnox; access tokens cannot be revoked.
  public func revoke(_ refreshToken: String) -> HTTPRequest {
    HTTPRequest(
      "POST", addresses.revoke, headers: [("Authorization", app.authorization)],
      form: [("token_type_hint", "refresh_token"), ("token", refreshToken)])
  }

  /// Asks which company the grant is for.
  public func companyInformation(accessToken: String) -> HTTPRequest {
    get("companyinformation", accessToken)
  }

  /// Asks a register for one row, the cheapest way to see whether it is open; nil if Fortnox has no such
  /// address.
  public func check(_ register: Register, accessToken: String) -> HTTPRequest? {
    ProviderProfile.fortnoxRegister(register)?.path.map { get("\($0)?limit=1", accessToken) }
  }

  private func token(
    _ form: [(String, String)], _ headers: [(String, String)] = []
  ) -> HTTPRequest {
    HTTPRequest(
      "POST", addresses.token,
      headers: [("Authorization", app.authorization)] + headers,
      form: form)
  }

  private func get(_ path: String, _ accessToken: String) -> HTTPRequest {
    HTTPRequest(
      "GET", addresses.registers + path,
      headers: [("Authorization", "Bearer \(accessToken)")])
  }
}
