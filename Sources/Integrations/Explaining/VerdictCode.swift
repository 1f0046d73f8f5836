/// The stable code of a verdict: what programs compare and what `docs/verdicts.md` describes.
///
/// A code never changes its meaning; a new meaning gets a new code.
public enum VerdictCode: String, CaseIterable, Sendable {
  /// There is a grant, and nothing is known to be wrong.
  case healthy = "HEALTHY"
  /// There is a grant, and transfers are not enabled.
  case notEnabled = "NOT_ENABLED"
  /// There is a grant, and nothing is chosen to transfer.
  case nothingToTransfer = "NOTHING_TO_TRANSFER"
  /// Nobody has started to authorize.
  case neverStarted = "NEVER_STARTED"
  /// An attempt is open.
  case pending = "PENDING"
  /// Nobody came back from the provider, or the administrator gave up.
  case abandoned = "ABANDONED"
  /// A newer attempt or a removal took the attempt's place.
  case superseded = "SUPERSEDED"
  /// The person declined.
  case denied = "DENIED"
  /// The company or the person lacks a licence.
  case licenceMissing = "LICENCE_MISSING"
  /// Somebody who is not a system administrator asked for a service account.
  case notSystemAdmin = "NOT_SYSTEM_ADMIN"
  /// A scope, or the service account, is not enabled for our app.
  case scopeNotEnabled = "SCOPE_NOT_ENABLED"
  /// The provider refuses our own credentials.
  case clientRefused = "CLIENT_REFUSED"
  /// The person who approved lacks behörighet for a register.
  case authorizerLacksRights = "AUTHORIZER_LACKS_RIGHTS"
  /// The grant lacks a scope that is needed.
  case scopeNotGranted = "SCOPE_NOT_GRANTED"
  /// The answer came to another browser than the one that started.
  case otherBrowser = "OTHER_BROWSER"
  /// The answer came for an attempt that had ended or been replaced.
  case stateUsed = "STATE_USED"
  /// The answer came after the attempt had expired.
  case stateExpired = "STATE_EXPIRED"
  /// The provider sent the browser back with neither code nor error.
  case callbackEmpty = "CALLBACK_EMPTY"
  /// The provider refused the authorization code.
  case codeRejected = "CODE_REJECTED"
  /// The code was sent and no answer is recorded.
  case exchangeUnknown = "EXCHANGE_UNKNOWN"
  /// The refresh token was sent and no answer is recorded.
  case refreshUnknown = "REFRESH_UNKNOWN"
  /// The provider's company could not be read.
  case checkUnknown = "CHECK_UNKNOWN"
  /// The grant is dead.
  case grantDead = "GRANT_DEAD"
  /// Our stored credentials for the grant are missing or cannot be opened.
  case credentialsUnusable = "CREDENTIALS_UNUSABLE"
  /// Another company consented than the one authorized before.
  case otherCompany = "OTHER_COMPANY"
  /// The provider is down, or cannot be reached.
  case providerDown = "PROVIDER_DOWN"
  /// A service account is chosen while a person's grant is stored, or the other way about.
  case switchNeedsRemoval = "SWITCH_NEEDS_REMOVAL"
  /// Support removed the stored authorization.
  case credentialsRemoved = "CREDENTIALS_REMOVED"
  /// The provider said something that is not known.
  case unrecognised = "UNRECOGNISED"

  /// The verdict for the reason of a failure.
  public init(_ reason: Failed.Reason) {
    self =
      switch reason {
      case .declined: .denied
      case .licenceMissing: .licenceMissing
      case .notSystemAdministrator: .notSystemAdmin
      case .scopeNotEnabled: .scopeNotEnabled
      case .clientRejected: .clientRefused
      case .emptyCallback: .callbackEmpty
      case .codeRejected: .codeRejected
      case .exchangeUnknown: .exchangeUnknown
      case .grantDead: .grantDead
      case .refreshUnknown: .refreshUnknown
      case .wrongCompany: .otherCompany
      case .checkUnknown: .checkUnknown
      case .abandoned: .abandoned
      case .superseded: .superseded
      case .providerUnavailable: .providerDown
      case .unrecognised: .unrecognised
      }
  }

  /// The verdict for the layer of a refusal.
  public init(_ layer: RefusalLayer) {
    self =
      switch layer {
      case .person: .authorizerLacksRights
      case .scope: .scopeNotGranted
      case .licence: .licenceMissing
      }
  }

  /// Where the code is described at length.
  public var anchor: String { "docs/verdicts.md#\(rawValue.lowercased())" }

  /// True if something went wrong; false if all is in order, under way or not begun.
  public var isFailure: Bool {
    switch self {
    case .healthy, .notEnabled, .nothingToTransfer, .neverStarted, .pending, .credentialsRemoved:
      false
    default: true
    }
  }

  /// When the verdict is given with a provider, in a sentence.
  public func meaning(_ provider: Provider) -> Text {
    example(Names(provider, HostProduct())).texts.holds
  }

  /// What can be done about it in general, whatever the company.
  public func advice(_ provider: Provider, _ product: HostProduct) -> Advice {
    RemedyPlan(example: example(Names(provider, product))).advice
  }

  private func example(_ names: Names) -> ProblemInContext {
    ProblemInContext(problem: Problem(example: self), names: names)
  }
}
