extension [Problem] {
  /// What a use of the grant and an attempt saw alike, as one.
  var merged: Self {
    reduce(into: []) { merged, problem in
      let same = merged.firstIndex { $0.code == problem.code && $0.kinds == problem.kinds }
      if let same { merged[same].merge(problem) } else { merged.append(problem) }
    }
  }

  /// In the order in which they must be put right.
  var inOrder: Self {
    enumerated().sorted { left, right in
      (left.element.rank, left.offset) < (right.element.rank, right.offset)
    }.map(\.element)
  }
}

extension Problem {
  /// True if it can stand in the way of a grant's use, and not of a new consent alone.
  var concernsUse: Bool {
    switch layer {
    case .client, .provider, .licence: true
    case .account: !kinds.contains(.accountLocked)
    default: false
    }
  }

  /// False where the records do not tell whether the grant works.
  var isDefinite: Bool {
    code != .providerDown && code != .refreshUnknown && !kinds.contains(.grantUnrecognised)
  }

  /// The order in which it must be put right.
  ///
  /// An outage and answers that tell nothing hide nothing
  /// else.
  fileprivate var rank: Int {
    switch code {
    case .clientRefused: 0
    case .scopeNotEnabled: 1
    case .callbackEmpty: 2
    case .licenceMissing: licenceRank
    case .notSystemAdmin: 6
    case .otherCompany: 7
    case .grantDead, .credentialsRemoved: 8
    case .credentialsUnusable: 9
    case .scopeNotGranted: 10
    case .authorizerLacksRights: 12
    case .unrecognised where kinds == [.registerUnknown]: 13
    case .unrecognised: 14
    case .refreshUnknown: 15
    case .switchNeedsRemoval: 16
    case .nothingToTransfer: 17
    case .notEnabled: 18
    case .providerDown: 19
    default: 20
    }
  }

  /// Our app is bought before it is licensed, and both before its scopes.
  private var licenceRank: Int {
    if kinds.contains(.appNotBought) { return 3 }
    if kinds.contains(.scopeLicence) { return 5 }
    return kinds.contains(.registerLicence) ? 11 : 4
  }
}

extension Finding.Kind {
  /// The verdict that it gives.
  var verdict: VerdictCode {
    switch self {
    case .clientRefused: .clientRefused
    case .scopeNotEnabled, .serviceAccountNotAllowed: .scopeNotEnabled
    case .providerDown: .providerDown
    case .accountLocked: .callbackEmpty
    case .appNotBought, .integrationLicence, .anyLicence, .scopeLicence, .registerLicence,
      .registerIntegrationLicence:
      .licenceMissing
    case .notSystemAdministrator: .notSystemAdmin
    case .otherCompany: .otherCompany
    case .grantDead: .grantDead
    case .answerLost: .refreshUnknown
    case .credentialsMissing, .credentialsUnreadable: .credentialsUnusable
    case .registerScope: .scopeNotGranted
    case .registerRight, .registerRightOrLicence: .authorizerLacksRights
    case .registerUnknown, .attemptUnrecognised, .grantUnrecognised: .unrecognised
    case .unanswered: .checkUnknown
    }
  }
}
