import Integrations

/// The commands that the table of outcomes gives in every situation.
///
/// Each action is there, with those of its variants that the rules tell apart. The name begins with
/// the action's.
enum TableCommand: String, CaseIterable {
  case configuredSame = "configured, same"
  case configuredOther = "configured, other"
  case configuredEnabled = "configured, enabled"
  case serviceAccountSelectedYes = "serviceAccountSelected, yes"
  case serviceAccountSelectedNo = "serviceAccountSelected, no"
  case authorizeStartedUser = "authorizeStarted, user"
  case authorizeStartedService = "authorizeStarted, service"
  case callbackReceivedCode = "callbackReceived, code"
  case callbackReceivedEmpty = "callbackReceived, empty"
  case callbackReceivedOtherBrowser = "callbackReceived, otherBrowser"
  case approvedConsent = "approved, consent"
  case approvedRecheck = "approved, recheck"
  case approvedRefresh = "approved, refresh"
  case reauthorizedOurs = "reauthorized, ours"
  case reauthorizedTheirs = "reauthorized, theirs"
  case failedAbandoned = "failed, abandoned"
  case failedCodeRejected = "failed, codeRejected"
  case failedGrantDead = "failed, grantDead"
  case failedProviderDown = "failed, down"
  case failedLicenceMissing = "failed, licence"
  case permissionDeniedCustomers = "permissionDenied, customers"
  case permissionDeniedProjects = "permissionDenied, projects"
  case credentialsRemoved

  /// The action, about the attempt given where it is about the latest one; what is about a grant
  /// names the first attempt, which every grant of the table came from.
  func action(about latest: AttemptID) -> Action {
    switch self {
    case .configuredSame: saved(.customers)
    case .configuredOther: saved(.projects)
    case .configuredEnabled: saved(.customers, enabled: true)
    case .serviceAccountSelectedYes: serviceAccount(true)
    case .serviceAccountSelectedNo: serviceAccount(false)
    case .authorizeStartedUser: started(third, at: TableSituation.now, as: .user)
    case .authorizeStartedService: started(third, at: TableSituation.now, as: .service)
    case .callbackReceivedCode: callback(latest, .code)
    case .callbackReceivedEmpty: callback(latest, .empty)
    case .callbackReceivedOtherBrowser: callback(latest, .code, .otherBrowser)
    case .approvedConsent: .approved(grant(latest))
    case .approvedRecheck: .approved(grant(first, .recheck))
    case .approvedRefresh: .approved(grant(first, .refresh, expires: day(47)))
    case .reauthorizedOurs: .reauthorized(grant(latest))
    case .reauthorizedTheirs: .reauthorized(grant(latest, company: theirs))
    case .failedAbandoned: failed(latest, .authorize, .abandoned)
    case .failedCodeRejected: failed(latest, .exchange, .codeRejected)
    case .failedGrantDead: failed(nil, .refresh, .grantDead)
    case .failedProviderDown: failed(nil, .refresh, .providerUnavailable)
    case .failedLicenceMissing: failed(nil, .check, .licenceMissing)
    case .permissionDeniedCustomers: refused(.customers)
    case .permissionDeniedProjects: refused(.projects)
    case .credentialsRemoved: removed()
    }
  }
}
