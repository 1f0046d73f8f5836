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
  mutating func action(_ name: Action.Name) throws(RecordError) -> Action {
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
    try member("enabled", first: true)
    let enabled = try bool("enabled")
    try member("transfers")
    var transfers = Registers()
    var previous = ""
    try list("transfers") { (cursor: inout Self) throws(RecordError) in
      let register: Register = try cursor.word("transfers")
      guard previous < register.rawValue else { throw cursor.unsorted("transfers") }
      previous = register.rawValue
      transfers.insert(register)
    }
    try closeObject()
    return Configured(transfers: transfers, enabled: enabled)
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
    let answer: CallbackReceived.Answer = try word("answer")
    try member("attempt")
    let attempt: AttemptID = try identifier("attempt")
    let error = try optionalText("error", limit: TextLimit.providerText)
    let description = try optionalText("errorDescription", limit: TextLimit.providerText)
    try member("verdict")
    let verdict: CallbackReceived.Verdict = try word("verdict")
    try closeObject()
    return CallbackReceived(
      attempt: attempt, answer: answer, error: error, errorDescription: description,
      verdict: verdict)
  }

  private mutating func approval() throws(RecordError) -> Approval {
    try member("accessTokenExpiresAt", first: true)
    let accessTokenExpiresAt = try timestamp("accessTokenExpiresAt")
    try member("accountType")
    let accountType: AccountType = try word("accountType")
    try member("attempt")
    let attempt: AttemptID = try identifier("attempt")
    try member("checks")
    var checks: [Approval.Check] = []
    try list("checks") { (cursor: inout Self) throws(RecordError) in
      try cursor.expect("{")
      let answered = cursor.optionalMember("ok", first: true)
      let ok = answered ? try cursor.bool("ok") : nil
      try cursor.member("register", first: !answered)
      let register: Register = try cursor.word("register")
      try cursor.closeObject()
      guard (checks.last?.register.rawValue ?? "") < register.rawValue else {
        throw cursor.unsorted("checks")
      }
      checks.append(Approval.Check(register: register, ok: ok))
    }
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
    let hasStatus = optionalMember("httpStatus", first: !hasAttempt)
    let httpStatus = hasStatus ? try status() : nil
    var first = !hasAttempt && !hasStatus
    let error = try optionalText("providerError", limit: TextLimit.providerText, first: first)
    first = first && error == nil
    let message = try optionalText("providerMessage", limit: TextLimit.providerText, first: first)
    try member("reason", first: first && message == nil)
    let reason: Failed.Reason = try word("reason")
    try member("stage")
    let stage: Failed.Stage = try word("stage")
    try closeObject()
    return Failed(
      attempt: attempt, stage: stage, reason: reason, providerError: error,
      providerMessage: message, httpStatus: httpStatus)
  }

  private mutating func permissionDenied() throws(RecordError) -> PermissionDenied {
    let hasAttempt = optionalMember("attempt", first: true)
    let attempt: AttemptID? = hasAttempt ? try identifier("attempt") : nil
    try member("layer", first: !hasAttempt)
    let layer: PermissionDenied.Layer = try word("layer")
    try member("refusals")
    var refusals: [PermissionDenied.Refusal] = []
    try list("refusals") { (cursor: inout Self) throws(RecordError) in
      try cursor.expect("{")
      try cursor.member("code", first: true)
      let code = try cursor.integer("code")
      try cursor.member("httpStatus")
      let httpStatus = try cursor.status()
      try cursor.member("message")
      let message = try cursor.text("message", limit: TextLimit.providerText)
      try cursor.member("register")
      let register: Register = try cursor.word("register")
      try cursor.closeObject()
      guard (refusals.last?.register.rawValue ?? "") < register.rawValue else {
        throw cursor.unsorted("refusals")
      }
      refusals.append(
        PermissionDenied.Refusal(
          register: register, code: Int(code), message: message, httpStatus: httpStatus))
    }
    try closeObject()
    guard !refusals.isEmpty else { throw failure("\"refusals\" must name at least one register") }
    return PermissionDenied(attempt: attempt, layer: layer, refusals: refusals)
  }

  private mutating func credentialsRemoved() throws(RecordError) -> CredentialsRemoved {
    try member("reason", first: true)
    let reason: CredentialsRemoved.Reason = try word("reason")
    try member("revokedAtProvider")
    let revoked = try bool("revokedAtProvider")
    let ticket = optionalMember("ticket") ? try shortText("ticket") : nil
    try closeObject()
    return CredentialsRemoved(reason: reason, ticket: ticket, revokedAtProvider: revoked)
  }

  // MARK: Parts

  private mutating func scopes() throws(RecordError) -> [String] {
    let start = index
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    if let known = scopeLists?.list(at: rest) {
      index += known.length
      return known.scopes
    }
    let scopes = try newScopes()
    scopeLists?.remember(scopes, spelled: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
    return scopes
  }

  private mutating func newScopes() throws(RecordError) -> [String] {
    var scopes: [String] = []
    try list("scopes") { (cursor: inout Self) throws(RecordError) in
      let scope = try cursor.shortText("scopes")
      guard scope.utf8.allSatisfy(Self.belongsToScope) else {
        throw cursor.failure("\"scopes\" may hold scopes as RFC 6749 section 3.3 has them")
      }
      if let last = scopes.last, !last.isBeforeCanonically(scope) {
        throw cursor.unsorted("scopes")
      }
      guard scopes.count < TextLimit.scopes else {
        throw cursor.failure("\"scopes\" may name at most \(TextLimit.scopes)")
      }
      scopes.append(scope)
    }
    return scopes
  }

  /// RFC 6749 section 3.3: printable ASCII without space, quotation mark and backslash.
  private static func belongsToScope(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func shortText(_ name: StaticString) throws(RecordError) -> String {
    let text = try text(name, limit: TextLimit.short)
    guard !text.isEmpty else { throw failure("\"\(name)\" must not be empty") }
    return text
  }

  private mutating func status() throws(RecordError) -> Int {
    let status = try integer("httpStatus")
    guard (100...599).contains(status) else {
      throw failure("\"httpStatus\" must be from 100 to 599")
    }
    return Int(status)
  }

  private mutating func optionalText(
    _ name: StaticString, limit: Int, first: Bool = false
  ) throws(RecordError) -> String? {
    optionalMember(name, first: first) ? try text(name, limit: limit) : nil
  }

  private func unsorted(_ name: StaticString) -> RecordError {
    failure("\"\(name)\" must be sorted and name each once")
  }

  private mutating func list(
    _ name: StaticString, _ element: (inout Self) throws(RecordError) -> Void
  ) throws(RecordError) {
    guard skip("[") else { throw failure("\"\(name)\" must be a list") }
    if skip("]") { return }
    repeat { try element(&self) } while skip(",")
    guard skip("]") else { throw failure("\"\(name)\" is not canonical JSON at byte \(index + 1)") }
  }
}
