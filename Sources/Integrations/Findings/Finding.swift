/// Something that the records show to be wrong, until a later record shows it in order.
///
/// It cites records and holds none of the provider's words, which are read from the records when
/// they are shown.
public struct Finding: Hashable, Sendable {
  /// What is wrong.
  public var kind: Kind
  /// The register that is refused, for the kinds that are about one.
  public var register: Register?
  /// True if only attempts have met it; an existing grant may still work.
  public var isOfAttempt: Bool
  /// True if a code of confirmed meaning says so and no later record casts doubt on it.
  public var isCertain: Bool
  /// The provider's code of a refusal, where it has codes.
  public var code: Int?
  /// The scopes that were asked for, if the finding is limited to them.
  public var scopes: [String]
  /// The account type that was asked for or used.
  public var accountType: AccountType?
  /// The first record of an unbroken run.
  public var first: Citation
  /// The latest.
  public var latest: Citation
  /// How many records the run has.
  public var count: Int

  /// What can be wrong.
  public enum Kind: String, CaseIterable, Sendable {
    /// The provider refuses our own credentials.
    case clientRefused
    /// A scope is not enabled for our app.
    case scopeNotEnabled
    /// Our app may not ask for a service account.
    case serviceAccountNotAllowed
    /// The provider is down, refuses for the moment or cannot be reached.
    case providerDown
    /// The company's account at the provider seems to be locked.
    case accountLocked
    /// The company has not bought our app.
    case appNotBought
    /// The company lacks the licence for integrations.
    case integrationLicence
    /// A licence is missing, and the provider does not tell which.
    case anyLicence
    /// A licence of a scope that was asked for is missing.
    case scopeLicence
    /// The person is not a system administrator, and a service account was asked for.
    case notSystemAdministrator
    /// Another company consented than the expected one.
    case otherCompany
    /// The grant is dead.
    case grantDead
    /// A refresh was sent and its answer was lost or unusable: the token may be spent.
    case answerLost
    /// There are no stored credentials for the grant.
    case credentialsMissing
    /// The stored credentials cannot be opened.
    case credentialsUnreadable
    /// A register is refused because the grant lacks its scope.
    case registerScope
    /// A register is refused because its licence is missing.
    case registerLicence
    /// A register is refused because the licence for integrations is missing.
    case registerIntegrationLicence
    /// A register is refused because a right is missing.
    case registerRight
    /// A register is refused in words that fit a missing right and a missing licence alike.
    case registerRightOrLicence
    /// A register is refused because the person who approved does not let our app see the company.
    case registerCompany
    /// A register is refused, and the record does not say why or the words are not known.
    case registerUnknown
    /// A check of the registers came to nothing; that is no refusal.
    case unanswered
    /// The provider said something at an attempt that is not known here.
    case attemptUnrecognised
    /// The provider said something at a refresh or a check that is not known here.
    case grantUnrecognised
  }

  /// A finding of one record.
  init(
    _ kind: Kind, of register: Register? = nil, ofAttempt: Bool = false, isCertain: Bool = true,
    code: Int? = nil, scopes: [String] = [], accountType: AccountType? = nil, cited: Citation
  ) {
    self.kind = kind
    self.register = register
    isOfAttempt = ofAttempt
    self.isCertain = isCertain
    self.code = code
    self.scopes = scopes
    self.accountType = accountType
    first = cited
    latest = cited
    count = 1
  }
}

extension Finding {
  /// A finding as it is stored.
  package init(
    kind: Kind, register: Register?, isOfAttempt: Bool, isCertain: Bool, code: Int?,
    scopes: [String], accountType: AccountType?, first: Citation, latest: Citation, count: Int
  ) {
    self.init(
      kind, of: register, ofAttempt: isOfAttempt, isCertain: isCertain, code: code,
      scopes: scopes, accountType: accountType, cited: first)
    self.latest = latest
    self.count = count
  }
}

/// Where something can be wrong, in the order in which a journey needs them.
public enum Layer: String, CaseIterable, Comparable, Sendable {
  /// Our own credentials at the provider.
  case client
  /// The scopes and the service account enabled for our app.
  case app
  /// The provider answers.
  case provider
  /// The company's account: not locked, our app bought, licensed for integrations.
  case account
  /// The licence of a scope.
  case licence
  /// The person who approves may do so for the account type.
  case approver
  /// The right company consents.
  case company
  /// The grant is alive.
  case grant
  /// Our copy of its credentials can be opened.
  case vault
  /// Each register: scope in the grant, licence, right.
  case register
  /// The settings in the product.
  case settings
  /// None: the browser's way there and back.
  case attempt
  /// None: nothing is wrong.
  case none

  /// True if a journey needs this layer before the other.
  public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Finding.Kind {
  /// The layer that is affected.
  public var layer: Layer {
    switch self {
    case .clientRefused: .client
    case .scopeNotEnabled, .serviceAccountNotAllowed: .app
    case .providerDown, .attemptUnrecognised, .grantUnrecognised, .unanswered: .provider
    case .accountLocked, .appNotBought, .integrationLicence, .anyLicence,
      .registerIntegrationLicence:
      .account
    case .scopeLicence: .licence
    case .notSystemAdministrator: .approver
    case .otherCompany: .company
    case .grantDead, .answerLost: .grant
    case .credentialsMissing, .credentialsUnreadable: .vault
    case .registerScope, .registerLicence, .registerRight, .registerRightOrLicence,
      .registerCompany, .registerUnknown:
      .register
    }
  }

  /// True for the refusals of one register.
  public var isOfRegister: Bool {
    switch self {
    case .registerScope, .registerLicence, .registerIntegrationLicence, .registerRight,
      .registerRightOrLicence, .registerCompany, .registerUnknown:
      true
    default: false
    }
  }
}

extension Finding {
  /// The slot of this finding.
  ///
  /// A slot holds one finding at a time, and each register has its own.
  var slot: Slot {
    switch kind {
    case .integrationLicence, .anyLicence: .licence(isOfAttempt: isOfAttempt)
    case .scopeLicence: .scopeLicence(isOfAttempt: isOfAttempt)
    case .credentialsMissing, .credentialsUnreadable: .vault
    default: kind.isOfRegister ? .register(register) : .kind(kind)
    }
  }

  /// Merges another finding of the same slot, keeping the weaker of both claims.
  mutating func join(_ other: Finding) {
    isOfAttempt = isOfAttempt && other.isOfAttempt
    isCertain = isCertain && other.isCertain
    scopes = Set(scopes + other.scopes).sorted()
    first = min(first, other.first)
    latest = max(latest, other.latest)
    count += other.count
  }

  /// Findings that replace each other share a slot.
  enum Slot: Hashable {
    /// A licence missing at an attempt and one missing at a use of the grant are kept apart.
    case licence(isOfAttempt: Bool)
    case scopeLicence(isOfAttempt: Bool)
    case vault
    case register(Register?)
    case kind(Kind)
  }
}
