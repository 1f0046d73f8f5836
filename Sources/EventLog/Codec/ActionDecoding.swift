import Integrations

/// Bounds of the texts in a record's `data`, in bytes.
package enum TextLimit {
  /// The provider's own words.
  package static let providerText = 2048
  /// Short texts: a scope, a ticket, an error code, Fortnox's DatabaseNumber.
  package static let short = 128
  /// How many scopes a grant may have.
  package static let scopes = 64
}

extension CanonicalCursor {
  /// Reads an action's `data`.
  ///
  /// Every version of every shape is read here: a later version becomes a case of its own, which
  /// is lifted to today's type before anybody else sees it.
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
      guard approval.via == .consent else { throw failure("\"via\" must be consent") }
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
      throw failure("\"fault\" goes with the verdict malformed")
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

  private mutating func failed() throws(RecordError) -> Failed {
    let hasAttempt = optionalMember("attempt", first: true)
    let attempt: AttemptID? = hasAttempt ? try identifier("attempt") : nil
    var first = !hasAttempt
    let hasCredentials = optionalMember("credentials", first: first)
    let credentials: Failed.CredentialFault? = hasCredentials ? try word("credentials") : nil
    first = first && !hasCredentials
    let hasStatus = optionalMember("httpStatus", first: first)
    let httpStatus = hasStatus ? try status() : nil
    first = first && !hasStatus
    let error = try optionalText("providerError", limit: TextLimit.providerText, first: first)
    first = first && error == nil
    let message = try optionalText("providerMessage", limit: TextLimit.providerText, first: first)
    try member("reason", first: first && message == nil)
    let reason: Failed.Reason = try word("reason")
    let registers = optionalMember("registers") ? try registers("registers") : nil
    let hasRevoked = optionalMember("revokedAtProvider")
    let revoked = hasRevoked ? try bool("revokedAtProvider") : nil
    try member("stage")
    let stage: Failed.Stage = try word("stage")
    try closeObject()
    let failed = Failed(
      attempt: attempt, stage: stage, reason: reason, providerError: error,
      providerMessage: message, httpStatus: httpStatus, registers: registers,
      credentials: credentials, revokedAtProvider: revoked)
    try checkConditions(failed)
    return failed
  }

  /// Refuses a field that says something of another stage or reason.
  private func checkConditions(_ failed: Failed) throws(RecordError) {
    if let registers = failed.registers {
      guard failed.stage == .check else { throw failure("\"registers\" goes with the stage check") }
      guard !registers.isEmpty else {
        throw failure("\"registers\" must name at least one register, or be left out")
      }
    }
    if failed.credentials != nil {
      guard failed.stage == .refresh, failed.reason == .unrecognised else {
        throw failure("\"credentials\" goes with the stage refresh and the reason unrecognised")
      }
    }
    guard failed.revokedAtProvider == nil || failed.reason == .wrongCompany else {
      throw failure("\"revokedAtProvider\" goes with the reason wrongCompany")
    }
  }

  private mutating func permissionDenied() throws(RecordError) -> PermissionDenied {
    let hasAttempt = optionalMember("attempt", first: true)
    let attempt: AttemptID? = hasAttempt ? try identifier("attempt") : nil
    let hasChecks = optionalMember("checks", first: !hasAttempt)
    let checks = hasChecks ? try checks() : nil
    try member("layer", first: !hasAttempt && !hasChecks)
    let layer: RefusalLayer = try word("layer")
    try member("refusals")
    var refusals: [RegisterRefusal] = []
    try list("refusals") { (cursor: inout Self) throws(RecordError) in
      let refusal = try cursor.refusal()
      guard (refusals.last?.register.rawValue ?? "") < refusal.register.rawValue else {
        throw cursor.unsorted("refusals")
      }
      refusals.append(refusal)
    }
    try closeObject()
    guard !refusals.isEmpty else { throw failure("\"refusals\" must name at least one register") }
    return PermissionDenied(attempt: attempt, layer: layer, refusals: refusals, checks: checks)
  }

  private mutating func refusal() throws(RecordError) -> RegisterRefusal {
    try expect("{")
    let hasCode = optionalMember("code", first: true)
    let code = hasCode ? Int(try integer("code")) : nil
    try member("httpStatus", first: !hasCode)
    let httpStatus = try status()
    let hasLayer = optionalMember("layer")
    let layer: RefusalLayer? = hasLayer ? try word("layer") : nil
    try member("message")
    let message = try text("message", limit: TextLimit.providerText)
    try member("register")
    let register: Register = try word("register")
    try closeObject()
    return RegisterRefusal(
      register: register, code: code, message: message, httpStatus: httpStatus, layer: layer)
  }

  private mutating func credentialsRemoved() throws(RecordError) -> CredentialsRemoved {
    try member("reason", first: true)
    let reason: RemovalReason = try word("reason")
    try member("revokedAtProvider")
    let revoked = try bool("revokedAtProvider")
    let ticket = optionalMember("ticket") ? try shortText("ticket") : nil
    try closeObject()
    return CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: revoked)
  }
}
