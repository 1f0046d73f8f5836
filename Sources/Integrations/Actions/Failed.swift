/// `failed`: where something failed, and why.
public struct Failed: Hashable, Sendable {
  /// The stage.
  public enum Stage: String, CaseIterable, Sendable {
    /// Before the provider sent the browser back.
    case authorize
    /// In what the provider sent back.
    case callback
    /// When the code was exchanged.
    case exchange
    /// When the tokens were refreshed.
    case refresh
    /// When the company or its registers were asked.
    case check
  }

  /// Why it failed.
  ///
  /// The list is closed, so that every reason has an explanation.
  public enum Reason: String, CaseIterable, Sendable {
    /// The person declined.
    case declined
    /// A licence is missing.
    case licenceMissing
    /// Somebody who is not a system administrator approved a service account.
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
    /// The grant is dead: expired, revoked, or its refresh token was used twice.
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
    /// The provider said something not known; its words are kept.
    case unrecognised
  }

  /// The attempt; nil for a failure that belongs to the standing grant alone.
  public var attempt: AttemptID?
  /// The stage.
  public var stage: Stage
  /// Why.
  public var reason: Reason
  /// The provider's error code.
  public var providerError: String?
  /// The provider's own words.
  public var providerMessage: String?
  /// The provider's HTTP status.
  public var httpStatus: Int?
  /// The registers whose answers are not understood, at the stage check; nil if it is not about
  /// single registers.
  public var registers: Registers?
  /// What is wrong with our stored copy of the grant's credentials, at the stage refresh.
  public var credentials: CredentialFault?
  /// True if the provider confirmed the revocation of the consent that was dropped because another
  /// company gave it; nil if none was dropped or it is not known.
  public var revokedAtProvider: Bool?

  /// What can be wrong with stored credentials.
  public enum CredentialFault: String, CaseIterable, Sendable {
    /// There are none.
    case missing
    /// They cannot be opened.
    case unreadable
  }

  /// A failure.
  public init(
    attempt: AttemptID? = nil, stage: Stage, reason: Reason, providerError: String? = nil,
    providerMessage: String? = nil, httpStatus: Int? = nil, registers: Registers? = nil,
    credentials: CredentialFault? = nil, revokedAtProvider: Bool? = nil
  ) {
    self.attempt = attempt
    self.stage = stage
    self.reason = reason
    self.providerError = providerError
    self.providerMessage = providerMessage
    self.httpStatus = httpStatus
    self.registers = registers
    self.credentials = credentials
    self.revokedAtProvider = revokedAtProvider
  }
}
