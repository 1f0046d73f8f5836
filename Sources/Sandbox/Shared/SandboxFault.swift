/// An error that the imitation can make on demand, once or several times.
public enum SandboxFault: String, CaseIterable, Sendable {
  /// No answer for 30 seconds, or until the faults are called off.
  case slow
  /// The request is carried out, and the connection closed without an answer.
  case drop
  /// A body that never ends.
  case endless
  /// A body of one megabyte.
  case huge
  /// JSON ten thousand lists deep.
  case deepJSON
  /// HTML where JSON belongs, with status 200.
  case garbage
  /// Status 400 and nothing else.
  case empty400
  /// Status 401 without a reason.
  case opaque401
  /// Status 429 with `Retry-After: 2`.
  case status429
  /// Status 500.
  case status500
  /// Status 503.
  case status503
  /// A redirect to a trap that counts the requests that follow it.
  case redirect302
  /// `invalid_grant`.
  case invalidGrant
  /// `invalid_client`.
  case invalidClient
  /// `error_missing_license`.
  case missingLicence
  /// An error with status 200.
  case errorIn200
  /// Tokens without a refresh token.
  case noRefreshToken
  /// Fewer scopes than asked for.
  case lessScope
  /// Tokens without `expires_in`.
  case noExpiresIn
  /// A description full of markup, terminal sequences, tokens and addresses.
  case hostileText
  /// A body that is not UTF-8.
  case invalidUTF8
  /// A callback with a state that was never sent.
  case wrongState
  /// A callback with its state twice.
  case doubledState
  /// A callback without its state.
  case noState
  /// A callback with its state and nothing else.
  case emptyCallback
  /// A callback with nothing at all.
  case bareCallback
  /// The person declines.
  case accessDenied
  /// The app may not ask for service accounts.
  case serviceAccountNotAllowed
  /// Only a system administrator may approve.
  case missingSystemAdmin
  /// An unknown error code.
  case unknownError
  /// A scope that the app does not have.
  case invalidScope
  /// Company information of another company.
  case otherCompany
  /// The grant lacks the scope (2000663).
  case scopeDenied
  /// The company lacks the licence (2001101).
  case licenceDenied
  /// The person lacks behörighet, in words that name no register.
  case rightDenied
  /// The same with status 200: only the body tells.
  case rightDeniedIn200
  /// A refusal in unknown words.
  case otherWords
  /// HTML with status 403, as from a proxy.
  case edge403
  /// `API_NORIGHT` in place of the company's number.
  case noRight
  /// Tokens, and an `error` that is null.
  case errorNull
  /// Tokens, and an empty `error`.
  case errorEmpty
  /// Tokens with status 201.
  case created201
  /// Tokens without `token_type`.
  case noTokenType
  /// Tokens with their scopes as a list.
  case scopeList
  /// Tokens, compressed although the request did not accept that.
  case gzip
  /// A new refresh token, and no access token.
  case noAccessToken
  /// The request is carried out, and HTML comes back.
  case doneGarbage
  /// The request is carried out, and status 500 comes back.
  case done500
  /// `{"revoked":false}`.
  case notRevoked
  /// A callback that names the provider as its issuer.
  case ownIssuer
  /// A callback that names another issuer.
  case foreignIssuer
  /// An error without the state.
  case errorWithoutState

  /// The requests in which a fault can happen.
  public enum Endpoint: String, CaseIterable, Sendable {
    /// The redirect back to the product.
    case callback
    /// The exchange of a code.
    case token
    /// A refresh, or client credentials.
    case refresh
    /// The revocation.
    case revoke
    /// Company information.
    case companyinformation
    /// The person behind a token.
    case user
    /// The companies that a token reaches.
    case companies
    /// Any other register.
    case register
  }

  /// Words that would do harm if they were believed, shown or stored.
  static let hostileWords =
    "<script>alert(1)</script>\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}txt.exe Bearer abcdefgh12345678 "
    + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLW5vYm9keQ anna.ek@exempel.se "
    + "a7302e6b-b1cb-4508-b884-cf9abd9a51de " + String(repeating: "Saknas. ", count: 12_000)
}
