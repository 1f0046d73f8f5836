/// One thing that is wrong with an integration: a verdict and the records that show it.
struct Problem: Hashable, Sendable {
  /// The verdict for it.
  var code: VerdictCode
  /// The layer that is affected.
  var layer: Layer
  /// What the findings say, where findings show it.
  var kinds: Set<Finding.Kind> = []
  /// The registers concerned.
  var registers: [Register] = []
  /// The registers whose refusal may as well mean a missing licence.
  var ambiguous: [Register] = []
  /// How sure it is.
  var confidence: Advice.Confidence = .certain
  /// True if only attempts have met it and an existing grant may still work.
  var isOfAttempt = false
  /// The account type that was asked for or used.
  var accountType: AccountType?
  /// When it was first and last seen, how often, and in which records.
  var span = Sightings()
  /// What is known of a grant's death.
  var death: Death?
  /// Why support removed the authorization.
  var removal: RemovalReason?
  /// The provider's company that should have consented.
  var company: String?
  /// True if a later success casts doubt on it, or if the record of it has no words.
  var isTouched = false

  /// When something was first and last seen, how often, and in which records.
  struct Sightings: Hashable, Sendable {
    var first: Timestamp?
    var latest: Timestamp?
    var count: Int?
    var cited: [Citation] = []
  }

  /// How a grant ended, as far as the records tell.
  enum Death: Hashable, Sendable {
    /// Nobody refreshed it in time.
    case expired
    /// It was a person's and had no refresh token.
    case unrefreshable
    /// Two refreshes moments apart: the token was used twice.
    case usedTwice
    /// The answer to a refresh was lost or could not be used, and had probably spent the token.
    case answerLost
    /// The same user consented for another company before, which may have ended it.
    case endedElsewhere(ConsentElsewhere)
    /// The records do not tell.
    case unexplained
  }
}

extension Problem {
  /// One problem made of several findings of a kind.
  init(_ code: VerdictCode, layer: Layer, of findings: [Finding]) {
    self.code = code
    self.layer = layer
    kinds = Set(findings.map(\.kind))
    registers = findings.compactMap(\.register).sorted { $0.rawValue < $1.rawValue }
    ambiguous = findings.filter { $0.kind == .registerRightOrLicence }.compactMap(\.register)
      .sorted { $0.rawValue < $1.rawValue }
    confidence = findings.allSatisfy(\.isCertain) ? .certain : .likely
    isOfAttempt = findings.allSatisfy(\.isOfAttempt)
    accountType = findings.last?.accountType
    span.first = findings.map(\.first.time).min()
    span.latest = findings.map(\.latest.time).max()
    span.count = findings.map(\.count).max()
    span.cited = findings.flatMap { [$0.first, $0.latest] }
  }

  /// Merges the same problem seen elsewhere.
  mutating func merge(_ other: Problem) {
    // None named means any.
    let isAny = registers.isEmpty || other.registers.isEmpty
    registers = isAny ? [] : Registers(registers + other.registers).sorted
    isOfAttempt = isOfAttempt && other.isOfAttempt
    if other.confidence != .certain { confidence = other.confidence }
    span.first = [span.first, other.span.first].compactMap(\.self).min()
    span.latest = [span.latest, other.span.latest].compactMap(\.self).max()
    span.count = [span.count, other.span.count].compactMap(\.self).reduce(0, +)
    span.cited += other.span.cited
  }

  /// A problem that no finding shows: one of the clock, the settings or an attempt.
  init(
    _ code: VerdictCode, layer: Layer, since first: Timestamp? = nil, cited: [Citation] = []
  ) {
    self.code = code
    self.layer = layer
    span.first = first
    span.cited = cited
  }

  /// A typical problem for a verdict, as the documentation shows it.
  init(example code: VerdictCode) {
    self.init(code, layer: code.usualLayer)
    switch code {
    case .licenceMissing: kinds = [.anyLicence]
    case .scopeNotEnabled: kinds = [.scopeNotEnabled]
    case .grantDead:
      kinds = [.grantDead]
      death = .unexplained
    case .credentialsUnusable: kinds = [.credentialsUnreadable]
    case .unrecognised: kinds = [.attemptUnrecognised]
    case .otherCompany: kinds = [.otherCompany]
    default: kinds = Set(Finding.Kind.allCases.filter { $0.verdict == code }.prefix(1))
    }
    if code == .checkUnknown { kinds = [] }
    if let kind = kinds.first { layer = kind.layer }
    isOfAttempt = kinds == [.otherCompany] || layer == .attempt
    confidence = code.usualConfidence
  }
}

extension VerdictCode {
  /// The layer of a verdict that has no finding.
  fileprivate var usualLayer: Layer {
    switch self {
    case .healthy: .none
    case .credentialsRemoved: .grant
    case .notEnabled, .nothingToTransfer, .neverStarted, .switchNeedsRemoval: .settings
    default: .attempt
    }
  }

  /// The usual confidence of this verdict.
  fileprivate var usualConfidence: Advice.Confidence {
    switch self {
    case .callbackEmpty, .codeRejected, .exchangeUnknown, .refreshUnknown, .checkUnknown,
      .notSystemAdmin:
      .likely
    case .pending, .unrecognised: .unknown
    default: .certain
    }
  }
}
