import Integrations

/// A problem that records show, to be put beside another one.
enum PairProblem: String, CaseIterable {
  case clientRefused
  case scopeNotEnabled
  case accountLocked
  case appNotBought
  case integrationLicence
  case scopeLicence
  case notSystemAdministrator
  case otherCompany
  case grantDead
  case vaultUnreadable
  case rightMissing
  case providerDown
  case nobodyCameBack

  /// The verdict that names it.
  var verdict: VerdictCode {
    switch self {
    case .clientRefused: .clientRefused
    case .scopeNotEnabled: .scopeNotEnabled
    case .accountLocked: .callbackEmpty
    case .appNotBought, .integrationLicence, .scopeLicence: .licenceMissing
    case .notSystemAdministrator: .notSystemAdmin
    case .otherCompany: .otherCompany
    case .grantDead: .grantDead
    case .vaultUnreadable: .credentialsUnusable
    case .rightMissing: .authorizerLacksRights
    case .providerDown: .providerDown
    case .nobodyCameBack: .abandoned
    }
  }

  /// What the text of its cause says in English, to tell the three licences apart.
  var words: String {
    switch self {
    case .appNotBought: "has not bought the integration"
    case .integrationLicence: "the licence Integration"
    case .scopeLicence: "the one for customers"
    default: ""
    }
  }

  /// Its records, of a grant that came from the first attempt.
  ///
  /// - Parameter attempt: An attempt that has not been used, where the problem needs one.
  func actions(_ attempt: AttemptID, at time: Timestamp, as accountType: AccountType) -> [Action] {
    let scopes = ["companyinformation", "customer", "project"]
    let begins = started(attempt, at: time, as: accountType, scopes: scopes)
    func refused(_ reason: Failed.Reason, _ error: String) -> [Action] {
      [
        begins, callback(attempt, .error, error: error),
        failed(attempt, .callback, reason, error: error),
      ]
    }
    return switch self {
    case .clientRefused:
      [failed(first, .refresh, .clientRejected, error: "invalid_client", status: 401)]
    case .scopeNotEnabled: refused(.scopeNotEnabled, "invalid_scope")
    case .accountLocked: [begins, callback(attempt, .empty)]
    case .appNotBought: refused(.licenceMissing, "error_missing_app_license")
    case .integrationLicence: [failed(first, .refresh, .licenceMissing, error: "2001103")]
    case .scopeLicence:
      [
        IntegrationsTests.refused(
          .customers, layer: .licence, code: 2_001_101,
          message: "Det finns ingen aktiv licens för önskat scope.")
      ]
    case .notSystemAdministrator:
      refused(.notSystemAdministrator, "error_missing_system_admin_right")
    case .otherCompany: [begins, callback(attempt), failed(attempt, .check, .wrongCompany)]
    case .grantDead: [failed(first, .refresh, .grantDead, error: "invalid_grant", status: 400)]
    case .vaultUnreadable: [failed(first, .refresh, .unrecognised, credentials: .unreadable)]
    case .rightMissing:
      [IntegrationsTests.refused(.projects, message: "Saknar behörighet för projektregister")]
    case .providerDown: [failed(first, .refresh, .providerUnavailable, status: 503)]
    case .nobodyCameBack: [begins, failed(attempt, .authorize, .abandoned)]
    }
  }
}
