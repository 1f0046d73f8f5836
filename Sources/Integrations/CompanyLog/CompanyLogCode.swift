/// The stable code of a line in the company log.
public enum CompanyLogCode: String, CaseIterable, Sendable {
  /// Settings were saved, and transfers are not enabled.
  case configured
  /// Settings were saved, and transfers are enabled.
  case enabled
  /// The service account was chosen.
  case serviceAccountSelected
  /// The choice of a service account was taken back.
  case serviceAccountDeselected
  /// The browser was sent to the provider.
  case authorizeStarted
  /// The provider answered with a code.
  case callbackCode
  /// The provider answered with an error.
  case callbackError
  /// The provider answered with nothing.
  case callbackEmpty
  /// An answer came after the attempt had expired.
  case callbackExpired
  /// An answer came a second time.
  case callbackAlreadyUsed
  /// An answer came for an attempt that had ended.
  case callbackClosed
  /// An answer came to another browser.
  case callbackOtherBrowser
  /// An answer did not have the form of one.
  case callbackMalformed
  /// A grant came to be.
  case approved
  /// The registers were checked again and are open.
  case rechecked
  /// The tokens were refreshed.
  case refreshed
  /// A grant was replaced.
  case reauthorized
  /// The person who approved lacks behörighet.
  case permissionDeniedPerson
  /// The grant lacks a scope.
  case permissionDeniedScope
  /// A licence is missing for a register.
  case permissionDeniedLicence
  /// Support removed the stored authorization.
  case credentialsRemoved
  /// The person declined.
  case declined
  /// A licence is missing.
  case licenceMissing
  /// Somebody who is not a system administrator asked for a service account.
  case notSystemAdministrator
  /// A scope, or the service account, is not enabled for our app.
  case scopeNotEnabled
  /// The provider refuses our own credentials.
  case clientRejected
  /// The callback held neither code nor error.
  case emptyCallback
  /// The provider refused the code.
  case codeRejected
  /// The code was sent and no answer reached us.
  case exchangeUnknown
  /// The grant is dead.
  case grantDead
  /// The refresh token was sent and no answer reached us.
  case refreshUnknown
  /// Another company consented.
  case wrongCompany
  /// The checks got no answer.
  case checkUnknown
  /// Nobody came back, or the administrator gave up.
  case abandoned
  /// A newer attempt or a removal took its place.
  case superseded
  /// The provider is down or refuses for now.
  case providerUnavailable
  /// The provider said something not known.
  case unrecognised

  init(_ reason: Failed.Reason) {
    self =
      switch reason {
      case .declined: .declined
      case .licenceMissing: .licenceMissing
      case .notSystemAdministrator: .notSystemAdministrator
      case .scopeNotEnabled: .scopeNotEnabled
      case .clientRejected: .clientRejected
      case .emptyCallback: .emptyCallback
      case .codeRejected: .codeRejected
      case .exchangeUnknown: .exchangeUnknown
      case .grantDead: .grantDead
      case .refreshUnknown: .refreshUnknown
      case .wrongCompany: .wrongCompany
      case .checkUnknown: .checkUnknown
      case .abandoned: .abandoned
      case .superseded: .superseded
      case .providerUnavailable: .providerUnavailable
      case .unrecognised: .unrecognised
      }
  }
}
