import Integrations

/// The actions that report a failure, a refusal or a removal.
extension CanonicalCursor {
  mutating func failed() throws(RecordError) -> Failed {
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

  /// Refuses a field that does not go with the stage or reason.
  private func checkConditions(_ failed: Failed) throws(RecordError) {
    if let registers = failed.registers {
      guard failed.stage == .check else {
        throw failure(
          "\"registers\" goes with the stage check", "\"registers\" hör till steget check")
      }
      guard !registers.isEmpty else {
        throw failure(
          "\"registers\" must name at least one register, or be left out",
          "\"registers\" måste ange minst ett register, eller utelämnas")
      }
    }
    if failed.credentials != nil {
      guard failed.stage == .refresh, failed.reason == .unrecognised else {
        throw failure(
          "\"credentials\" goes with the stage refresh and the reason unrecognised",
          "\"credentials\" hör till steget refresh och orsaken unrecognised")
      }
    }
    guard failed.revokedAtProvider == nil || failed.reason == .wrongCompany else {
      throw failure(
        "\"revokedAtProvider\" goes with the reason wrongCompany",
        "\"revokedAtProvider\" hör till orsaken wrongCompany")
    }
  }

  mutating func permissionDenied() throws(RecordError) -> PermissionDenied {
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
    guard !refusals.isEmpty else {
      throw failure(
        "\"refusals\" must name at least one register", "\"refusals\" måste ange minst ett register"
      )
    }
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

  mutating func credentialsRemoved() throws(RecordError) -> CredentialsRemoved {
    try member("reason", first: true)
    let reason: RemovalReason = try word("reason")
    try member("revokedAtProvider")
    let revoked = try bool("revokedAtProvider")
    let ticket = optionalMember("ticket") ? try shortText("ticket") : nil
    try closeObject()
    return CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: revoked)
  }
}
