/// `approved` and `reauthorized`: a grant that was given or found in order.
public struct Approval: Hashable, Sendable {
  /// How the grant was found in order.
  public enum Via: String, CaseIterable, Sendable {
    /// A person consented and the code was exchanged.
    case consent
    /// The registers were checked again and all are open.
    case recheck
    /// The tokens were refreshed.
    case refresh
  }

  /// The answer of one register.
  public struct Check: Hashable, Sendable {
    /// The register that was asked.
    public var register: Register
    /// Whether it is open; nil where no answer came.
    public var ok: Bool?

    /// An answer, or its absence.
    public init(register: Register, ok: Bool?) {
      self.register = register
      self.ok = ok
    }
  }

  /// The attempt that the grant came from.
  public var attempt: AttemptID
  /// How it was found in order.
  public var via: Via
  /// Whose rights it has.
  public var accountType: AccountType
  /// The scopes that the provider granted, sorted, without duplicates.
  public var scopes: [String]
  /// Fortnox's DatabaseNumber of the company that consented.
  public var providerCompany: String
  /// What the registers answered, sorted by register.
  public var checks: [Check]
  /// When the access token expires.
  public var accessTokenExpiresAt: Timestamp
  /// When the refresh token expires; nil for a grant that has none.
  public var refreshTokenExpiresAt: Timestamp?

  /// A grant given by the provider.
  public init(
    attempt: AttemptID, via: Via, accountType: AccountType, scopes: [String],
    providerCompany: String, checks: [Check], accessTokenExpiresAt: Timestamp,
    refreshTokenExpiresAt: Timestamp? = nil
  ) {
    self.attempt = attempt
    self.via = via
    self.accountType = accountType
    self.scopes = scopes
    self.providerCompany = providerCompany
    self.checks = checks
    self.accessTokenExpiresAt = accessTokenExpiresAt
    self.refreshTokenExpiresAt = refreshTokenExpiresAt
  }
}

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
  /// The registers whose answers are not understood, at the stage check; nil where it is not about
  /// single registers.
  public var registers: Registers?
  /// What is wrong with our stored copy of the grant's credentials, at the stage refresh.
  public var credentials: CredentialFault?
  /// Whether the provider confirmed the revocation of the consent that was dropped because another
  /// company gave it; nil where none was dropped or it is not known.
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

/// `permissionDenied`: which registers are refused, and on which layer.
public struct PermissionDenied: Hashable, Sendable {
  /// The attempt that the grant came from.
  public var attempt: AttemptID?
  /// What the refusals come from.
  public var layer: RefusalLayer
  /// The refusals, sorted by register; at least one.
  public var refusals: [RegisterRefusal]
  /// The answers of all registers that were asked, sorted by register; nil if only the refusals
  /// were recorded.
  public var checks: [Approval.Check]?

  /// Refusals; `layer` is that of each refusal which names none.
  public init(
    attempt: AttemptID? = nil, layer: RefusalLayer, refusals: [RegisterRefusal],
    checks: [Approval.Check]? = nil
  ) {
    self.attempt = attempt
    self.layer = layer
    self.refusals = refusals
    self.checks = checks
  }
}

/// What the refusal comes from; a new consent fixes only a missing scope.
public enum RefusalLayer: String, CaseIterable, Sendable {
  /// The person who approved lacks the behörighet.
  case person
  /// The grant lacks the scope.
  case scope
  /// The company or the person lacks the licence.
  case licence
}

/// One register's refusal, in the provider's own words.
public struct RegisterRefusal: Hashable, Sendable {
  /// The register.
  public var register: Register
  /// The provider's code, where it has codes; one has had two meanings, so it never classifies
  /// alone.
  public var code: Int?
  /// The provider's own sentence.
  public var message: String
  /// The HTTP status, which varies for one and the same refusal.
  public var httpStatus: Int
  /// What this refusal comes from; nil where it is the record's layer.
  public var layer: RefusalLayer?

  /// A register's refusal.
  public init(
    register: Register, code: Int?, message: String, httpStatus: Int, layer: RefusalLayer? = nil
  ) {
    self.register = register
    self.code = code
    self.message = message
    self.httpStatus = httpStatus
    self.layer = layer
  }
}
