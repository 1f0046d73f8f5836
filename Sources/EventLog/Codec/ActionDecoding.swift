import Integrations

/// Bounds of the texts in a record's `data`, in bytes.
enum TextLimit {
  /// The provider's own words.
  static let providerText = 2048
  /// Short texts: a scope, a ticket, an error code, the provider's number of a company.
  static let short = 128
  /// How many scopes a grant may have.
  static let scopes = 64
}

extension CanonicalCursor {
  /// Reads an action's `data`.
  ///
  /// Every version of every shape is decoded here: a new version gets a case of its own, and old
  /// ones are converted to today's type.
  mutating func action(_ name: ActionName) throws(RecordError) -> Action {
    try expect("{")
    switch name {
    case .configured: return .configured(try configured())
    case .serviceAccountSelected:
      try member("selected", first: true)
      let selected = try bool("selected")
      try closeObject()
      return .serviceAccountSelected(ServiceAccountSelected(selected: selected))
    case .authorizeStarted: return .authorizeStarted(try authorizeStarted())
    case .callbackReceived: return .callbackReceived(try callbackReceived())
    case .approved: return .approved(try approval())
    case .failed: return .failed(try failed())
    case .permissionDenied: return .permissionDenied(try permissionDenied())
    case .reauthorized:
      let approval = try approval()
      guard approval.via == .consent else {
        throw failure("\"via\" must be consent", "\"via\" måste vara consent")
      }
      return .reauthorized(approval)
    case .credentialsRemoved: return .credentialsRemoved(try credentialsRemoved())
    }
  }

  private mutating func configured() throws(RecordError) -> Configured {
    let hasCode = optionalMember("companyCode", first: true)
    let companyCode = hasCode ? try count("companyCode") : nil
    try member("enabled", first: !hasCode)
    let enabled = try bool("enabled")
    try member("transfers")
    let transfers = try registers("transfers")
    try closeObject()
    return Configured(transfers: transfers, enabled: enabled, companyCode: companyCode)
  }

  private mutating func authorizeStarted() throws(RecordError) -> AuthorizeStarted {
    try member("accountType", first: true)
    let accountType: AccountType = try word("accountType")
    try member("attempt")
    let attempt: AttemptID = try identifier("attempt")
    try member("expiresAt")
    let expiresAt = try timestamp("expiresAt")
    try member("scopes")
    let scopes = try scopes()
    try closeObject()
    return AuthorizeStarted(
      attempt: attempt, accountType: accountType, scopes: scopes, expiresAt: expiresAt)
  }

  private mutating func callbackReceived() throws(RecordError) -> CallbackReceived {
    try member("answer", first: true)
    let answer: CallbackAnswer = try word("answer")
    try member("attempt")
    let attempt: AttemptID = try identifier("attempt")
    let error = try optionalText("error", limit: TextLimit.providerText)
    let description = try optionalText("errorDescription", limit: TextLimit.providerText)
    let hasFault = optionalMember("fault")
    let fault: CallbackFault? = hasFault ? try word("fault") : nil
    try member("verdict")
    let verdict: CallbackVerdict = try word("verdict")
    try closeObject()
    guard fault == nil || verdict == .malformed else {
      throw failure(
        "\"fault\" goes with the verdict malformed", "\"fault\" hör till utfallet malformed")
    }
    return CallbackReceived(
      attempt: attempt, answer: answer, error: error, errorDescription: description,
      verdict: verdict, fault: fault)
  }

  private mutating func approval() throws(RecordError) -> Approval {
    try member("accessTokenExpiresAt", first: true)
    let accessTokenExpiresAt = try timestamp("accessTokenExpiresAt")
    try member("accountType")
    let accountType: AccountType = try word("accountType")
    try member("attempt")
    let attempt: AttemptID = try identifier("attempt")
    try member("checks")
    let checks = try checks()
    try member("providerCompany")
    let providerCompany = try shortText("providerCompany")
    let refreshes = optionalMember("refreshTokenExpiresAt")
    let refreshTokenExpiresAt = refreshes ? try timestamp("refreshTokenExpiresAt") : nil
    try member("scopes")
    let scopes = try scopes()
    try member("via")
    let via: Approval.Via = try word("via")
    try closeObject()
    return Approval(
      attempt: attempt, via: via, accountType: accountType, scopes: scopes,
      providerCompany: providerCompany, checks: checks,
      accessTokenExpiresAt: accessTokenExpiresAt, refreshTokenExpiresAt: refreshTokenExpiresAt)
  }
}
