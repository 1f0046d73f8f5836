import Sandbox

/// What a fault of the imitations is, which decides what a client must make of it.
///
/// There is no `default`: the compiler asks for the kind of a new fault, and the suite then asks every
/// client about it at every step of every imitation.
enum FaultKind {
  /// No answer, or none that ends.
  case silence
  /// The request was carried out, and no answer comes.
  case lostAnswer
  /// An answer that says nothing.
  case nothingSaid
  /// A page in place of JSON, as a proxy makes it.
  case page
  /// The provider is down.
  case outage
  /// Too many requests, with a wait of two seconds.
  case tooMany
  /// Refused as not logged in, without or with a reason.
  case notLoggedIn
  /// The grant is gone.
  case grantGone
  /// The provider's words for a missing licence.
  case licence
  /// An error in words that no client knows.
  case otherError
  /// The same in words that would do harm, and longer than what is read.
  case harmfulError
  /// Tokens in a form that has been seen.
  case tokenForm
  /// A new refresh token, and no access token.
  case onlyRefreshToken
  /// A revocation that did not come about.
  case notRevoked
  /// Refusals of a register, by their layer.
  case scope, module, right
  /// A refusal of a register in words that no client knows.
  case otherWords
  /// Another company, and one whose number may not be seen.
  case otherCompany, noNumber
  /// An odd way back to the product.
  case wayBack
}

extension SandboxFault {
  var kind: FaultKind {
    switch self {
    case .slow, .endless: .silence
    case .drop: .lostAnswer
    case .empty400, .redirect302, .invalidUTF8, .deepJSON, .huge: .nothingSaid
    case .garbage, .edge403, .doneGarbage: .page
    case .status500, .status503, .done500: .outage
    case .status429: .tooMany
    case .opaque401, .invalidClient: .notLoggedIn
    case .invalidGrant: .grantGone
    case .missingLicence: .licence
    case .errorIn200: .otherError
    case .hostileText: .harmfulError
    case .noRefreshToken, .lessScope, .noExpiresIn, .errorNull, .errorEmpty, .created201,
      .noTokenType, .scopeList, .gzip:
      .tokenForm
    case .noAccessToken: .onlyRefreshToken
    case .notRevoked: .notRevoked
    case .scopeDenied: .scope
    case .licenceDenied: .module
    case .rightDenied, .rightDeniedIn200: .right
    case .otherWords: .otherWords
    case .otherCompany: .otherCompany
    case .noRight: .noNumber
    case .wrongState, .doubledState, .noState, .emptyCallback, .bareCallback, .accessDenied,
      .serviceAccountNotAllowed, .missingSystemAdmin, .unknownError, .invalidScope, .ownIssuer,
      .foreignIssuer, .errorWithoutState:
      .wayBack
    }
  }
}
