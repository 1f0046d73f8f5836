import Integrations

extension Rejection {
  /// One of every case, in the order that `place` gives.
  static let examples: [Rejection] = [
    .enablingWithoutGrant, .serviceAccountLocked(standing: .user),
    .accountTypeNotChosen(chosen: .service), .accountTypeOfGrant(standing: .user),
    .attemptNotNew(first), .attemptLifetime, .noScopes, .attemptUnknown(first),
    .attemptNotOpen(first), .callbackVerdict(.closed), .callbackError, .noCodeAccepted,
    .noCallbackAccepted, .noGrant, .grantStands, .attemptOfGrant(first), .notTheGrant,
    .wrongCompany(expected: ours), .recheckNotOpen, .grantIsDead,
    .reasonNotAtStage(.declined, .refresh), .viaNotConsent, .attemptNotNamed,
    .scopesUnknown, .serviceAccountUnknown, .companyCodeMissing,
  ]

  /// The examples, and those whose texts depend on more than their case.
  static let variants: [Rejection] =
    examples + [
      .serviceAccountLocked(standing: .service), .accountTypeNotChosen(chosen: .user),
      .accountTypeOfGrant(standing: .service),
    ]

  /// The place in the examples: a new case does not compile here until it is given one.
  var place: Int {
    switch self {
    case .enablingWithoutGrant: 0
    case .serviceAccountLocked: 1
    case .accountTypeNotChosen: 2
    case .accountTypeOfGrant: 3
    case .attemptNotNew: 4
    case .attemptLifetime: 5
    case .noScopes: 6
    case .attemptUnknown: 7
    case .attemptNotOpen: 8
    case .callbackVerdict: 9
    case .callbackError: 10
    case .noCodeAccepted: 11
    case .noCallbackAccepted: 12
    case .noGrant: 13
    case .grantStands: 14
    case .attemptOfGrant: 15
    case .notTheGrant: 16
    case .wrongCompany: 17
    case .recheckNotOpen: 18
    case .grantIsDead: 19
    case .reasonNotAtStage: 20
    case .viaNotConsent: 21
    case .attemptNotNamed: 22
    case .scopesUnknown: 23
    case .serviceAccountUnknown: 24
    case .companyCodeMissing: 25
    }
  }
}
