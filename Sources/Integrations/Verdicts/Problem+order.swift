extension [Problem] {
  /// Merges what both a use of the grant and an attempt have met.
  var merged: Self {
    reduce(into: []) { merged, problem in
      let same = merged.firstIndex { $0.code == problem.code && $0.kinds == problem.kinds }
      if let same { merged[same].merge(problem) } else { merged.append(problem) }
    }
  }

  /// In the order in which they must be fixed.
  var inOrder: Self {
    enumerated().sorted { left, right in
      (left.element.rank, left.offset) < (right.element.rank, right.offset)
    }.map(\.element)
  }
}

extension Problem {
  /// True if it can prevent the use of a grant, and not only a new consent.
  var concernsUse: Bool {
    switch layer {
    case .client, .provider, .licence: true
    case .account: !kinds.contains(.accountLocked)
    default: false
    }
  }

  /// False if the records leave open whether the grant works.
  var isDefinite: Bool {
    code != .providerDown && code != .refreshUnknown && !kinds.contains(.grantUnrecognised)
  }

  /// The order in which problems must be fixed.
  ///
  /// Outages and unexplained answers come last, so that they hide nothing else.
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
    case .authorizerLacksRights where kinds == [.registerCompany]: 10
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

  /// The app is bought first, then licensed, then each of its scopes is licensed.
  private var licenceRank: Int {
    if kinds.contains(.appNotBought) { return 3 }
    if kinds.contains(.scopeLicence) { return 5 }
    return kinds.contains(.registerLicence) ? 11 : 4
  }
}

extension Finding.Kind {
  /// The verdict for it.
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
    case .registerRight, .registerRightOrLicence, .registerCompany: .authorizerLacksRights
    case .registerUnknown, .attemptUnrecognised, .grantUnrecognised: .unrecognised
    case .unanswered: .checkUnknown
    }
  }
}
