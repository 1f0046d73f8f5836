import Integrations
import Testing

extension Story {
  /// A story for every kind of finding: the records show it last, and nothing later has touched it.
  static func finding(_ kind: Finding.Kind) -> Story {
    switch kind {
    case .clientRefused: active.given(day(1), failed(nil, .refresh, .clientRejected))
    case .scopeNotEnabled: refusedAttempt("invalid_scope", .scopeNotEnabled)
    case .serviceAccountNotAllowed:
      refusedService("The app does not allow service account", .scopeNotEnabled)
    case .providerDown: active.given(day(1), failed(nil, .refresh, .providerUnavailable))
    case .accountLocked: authorizing.given(minute(2), callback(first, .empty))
    case .appNotBought: refusedAttempt("error_missing_app_license", .licenceMissing)
    case .integrationLicence:
      active.given(day(1), failed(nil, .refresh, .licenceMissing, error: "2001103"))
    case .anyLicence: refusedAttempt("error_missing_license", .licenceMissing)
    case .scopeLicence: refusedAttempt("2001101", .licenceMissing)
    case .notSystemAdministrator:
      refusedService("error_missing_system_admin_right", .notSystemAdministrator)
    case .otherCompany: switched.given(hour(2), failed(second, .check, .wrongCompany))
    case .grantDead: active.given(day(1), failed(nil, .refresh, .grantDead))
    case .answerLost: active.given(day(1), failed(nil, .refresh, .refreshUnknown))
    case .credentialsMissing:
      active.given(day(1), failed(nil, .refresh, .unrecognised, credentials: .missing))
    case .credentialsUnreadable:
      active.given(day(1), failed(nil, .refresh, .unrecognised, credentials: .unreadable))
    case .registerScope: active.given(hour(1), refused(.customers, code: 2_000_663, message: "-"))
    case .registerLicence:
      active.given(hour(1), refused(.customers, code: 2_001_101, message: "-"))
    case .registerIntegrationLicence:
      active.given(hour(1), refused(.customers, code: 2_001_103, message: "-"))
    case .registerRight: active.given(hour(1), refused(.customers))
    case .registerRightOrLicence:
      active.given(hour(1), refused(.customers, message: "Behörighet saknas"))
    case .registerCompany: refusedByNumber(404)
    case .registerUnknown: answered.given(minute(3), .approved(grant(first, open: false)))
    case .unanswered: active.given(hour(1), failed(first, .check, .checkUnknown))
    case .attemptUnrecognised: refusedAttempt("moon", .unrecognised)
    case .grantUnrecognised: active.given(day(1), failed(nil, .refresh, .unrecognised))
    }
  }

  /// A grant of a provider without codes, which refuses registers with an HTTP status.
  static func refusedByNumber(
    _ status: Int, _ registers: Register..., layer: RefusalLayer = .person
  ) -> Story {
    let refusals = (registers.isEmpty ? [.customers] : registers).map {
      RegisterRefusal(register: $0, code: nil, message: "", httpStatus: status, layer: layer)
    }
    return activeFiken.given(
      hour(1),
      .permissionDenied(PermissionDenied(attempt: first, layer: layer, refusals: refusals)))
  }

  /// A company that is connected to a provider where consents are a person's.
  static var activeFiken: Story {
    let approval = grant(
      first, company: "913312465", scopes: [],
      checks: [check(.customers, true), check(.projects, true)], access: day(1), expires: nil)
    return Story(of: .fiken, saved(.customers, .projects, companyCode: 1))
      .given(minute(0), started(first, at: minute(0), scopes: []))
      .given(minute(2), callback(first))
      .given(minute(3), .approved(approval), saved(.customers, .projects, enabled: true))
  }

  /// The first attempt, which the provider refused with an error.
  static func refusedAttempt(_ error: String, _ reason: Failed.Reason) -> Story {
    authorizing.given(
      minute(2), callback(first, .error, error: error),
      failed(first, .callback, reason, error: error))
  }

  /// The first attempt, for a service account, which the provider refused in words.
  static func refusedService(_ words: String, _ reason: Failed.Reason) -> Story {
    Story(saved(), serviceAccount(true), started(first, at: minute(0), as: .service)).given(
      minute(2), callback(first, .error, error: "invalid_request", words: words),
      failed(first, .callback, reason, error: "invalid_request", words: words))
  }

  /// A second attempt beside the grant in use, which the provider refused with an error.
  static func refusedBeside(_ error: String, _ reason: Failed.Reason) -> Story {
    active.given(
      hour(1), started(second, at: hour(1)), callback(second, .error, error: error),
      failed(second, .callback, reason, error: error))
  }
}
