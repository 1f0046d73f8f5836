/// What the imitation can do wrong on demand, once or several times.
public enum Fault: String, CaseIterable, Sendable {
  /// No answer for 30 seconds.
  case slow
  /// What was asked is done, and the connection closed without an answer.
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
  /// Status 401 and nothing that says why.
  case opaque401
  /// Too many requests, come back in two seconds.
  case status429
  /// The provider is broken.
  case status500
  /// The provider is down.
  case status503
  /// A redirect elsewhere, where a trap counts who follows.
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
  /// A callback with a state that nobody sent.
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
  /// A code that nobody has heard of.
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
  /// A refusal in words that nobody has heard of.
  case otherWords
  /// HTML with status 403, of whoever stands between us and the provider.
  case edge403
  /// A word where the company's number belongs.
  case noRight
  /// Tokens, and an `error` that is null.
  case errorNull
  /// Tokens, and an `error` with nothing in it.
  case errorEmpty
  /// Tokens with status 201.
  case created201
  /// Tokens without `token_type`.
  case noTokenType
  /// Tokens with their scopes as a list.
  case scopeList
  /// Tokens, compressed although nobody asked for that.
  case gzip
  /// A new refresh token, and no access token.
  case noAccessToken
  /// What was asked is done, and HTML comes back.
  case doneGarbage
  /// What was asked is done, and the provider breaks.
  case done500
  /// `{"revoked":false}`.
  case notRevoked
  /// A callback that names the provider as its issuer.
  case ownIssuer
  /// A callback that names another issuer.
  case foreignIssuer
  /// An error without the state.
  case errorWithoutState

  /// Where a fault can happen.
  public enum Step: String, CaseIterable, Sendable {
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
    /// Any other register.
    case register
  }

  /// Words that would do harm where they were believed, shown or kept.
  static let hostileWords =
    "<script>alert(1)</script>\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}txt.exe Bearer abcdefgh12345678 "
    + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLW5vYm9keQ anna.ek@exempel.se "
    + "a7302e6b-b1cb-4508-b884-cf9abd9a51de " + String(repeating: "Saknas. ", count: 12_000)
}
