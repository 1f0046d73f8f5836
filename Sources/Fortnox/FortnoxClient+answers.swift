public import Integrations
public import Providers

extension FortnoxClient {
  /// How Fortnox's answers are read.
  static let reading = AnswerReading(errorsInside: "ErrorInformation", reason: reason)

  // MARK: Callback and tokens

  /// The meaning of an `error` in the callback.
  public static func callbackRefusal(error: String, description: String?) -> ProviderRefusal {
    reading.callbackRefusal(error: error, description: description)
  }

  /// Reads the answer to an exchange of a code.
  public static func exchanged(_ answer: HTTPAnswer) throws(ProviderRefusal) -> Tokens {
    try reading.tokens(answer, refused: .codeRejected)
  }

  /// Reads the answer to a refresh.
  ///
  /// Only `invalid_grant` and a missing licence end a grant.
  public static func refreshed(_ answer: HTTPAnswer) throws(ProviderRefusal) -> Tokens {
    try reading.tokens(answer, refused: .grantDead)
  }

  /// The refresh token of an answer of success, even if the rest of it cannot be used.
  public static func refreshToken(in answer: HTTPAnswer) -> String? {
    reading.refreshToken(in: answer)
  }

  /// The reasons that callback and token endpoint share: what is known of Fortnox's words, then OAuth's
  /// codes.
  static func reason(_ body: ErrorBody) -> Failed.Reason? {
    let profile = Provider.fortnox.profile
    if body.isRead, let known = profile.reason(error: body.error, words: body.message) {
      return known
    }
    return switch body.error {
    case "access_denied": .declined
    case "invalid_scope": .scopeNotEnabled
    case "invalid_client", "unauthorized_client": .clientRejected
    case "server_error", "temporarily_unavailable": .providerUnavailable
    default: nil
    }
  }

  // MARK: Revocation

  /// True if Fortnox says that the grant is revoked, as it documents:
  /// `{"revoked":true}` (https://www.fortnox.se/developer/authorization/revoke-access-token).
  ///
  /// An HTML page or an empty answer confirms nothing.
  public static func isRevoked(_ answer: HTTPAnswer) -> Bool {
    guard let object = reading.object(of: answer) else { return false }
    return AnswerJSON.member(object, "revoked") as? Bool == true
  }

  /// True if an answer to client credentials says that the consent is gone.
  ///
  /// Fortnox does not document how it says so; OAuth's word is `invalid_grant` (RFC 6749 section 5.2).
  public static func isConsentGone(_ answer: HTTPAnswer) -> Bool {
    do {
      _ = try refreshed(answer)
      return false
    } catch {
      return error.reason == .grantDead
    }
  }

  // MARK: Registers

  /// Reads the answer to the question which company consented.
  public static func company(_ answer: HTTPAnswer) -> CompanyAnswer {
    if let object = reading.object(of: answer) {
      guard let company = AnswerJSON.member(object, "CompanyInformation") as? [String: Any],
        let number = AnswerJSON.text(AnswerJSON.member(company, "DatabaseNumber"))
      else { return .unanswered }
      // Fortnox writes this in place of the number if the right to see it is missing.
      if number == "API_NORIGHT" {
        return .refused(
          ProviderRefusal(
            reason: .unrecognised, providerError: number, providerMessage: nil,
            httpStatus: answer.status))
      }
      let name = (company["CompanyName"] as? String).map(CompanyReply.shortened)
      return isNumber(number)
        ? .given(number, name: name.flatMap { $0.isEmpty ? nil : $0 }) : .unanswered
    }
    guard answer.isSuccess || (400...499).contains(answer.status), answer.status != 408,
      answer.status != 429
    else { return .unanswered }
    let body = reading.error(in: answer)
    guard body.saysSomething else { return .unanswered }
    let reason: Failed.Reason =
      switch layer(body) {
      case .licence: .licenceMissing
      case .scope: .scopeNotEnabled
      case .person, nil: self.reason(body) ?? .unrecognised
      }
    return reason == .providerUnavailable ? .unanswered : .refused(reading.refusal(answer, reason))
  }

  /// True if a text can be Fortnox's DatabaseNumber.
  private static func isNumber(_ text: String) -> Bool {
    (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Classifies a register's answer by text and code together.
  ///
  /// The HTTP status alone does not tell: the same refusal has come with 400 and with 403, and errors come
  /// with 200. Nor does the code alone: 2003275 has had two meanings. A register is open only if the
  /// answer has that register as a member; an HTML page of a proxy says nothing.
  public static func read(_ answer: HTTPAnswer, of register: Register) -> RegisterAnswer {
    switch answer.status {
    case 429: return .tooMany(retryAfter: answer.retryAfter)
    case 408: return .unavailable
    case 200..<300:
      if let object = reading.object(of: answer) {
        let member = ProviderProfile.fortnoxRegister(register)?.member
        let isThere = member.flatMap { AnswerJSON.member(object, $0) } is [Any]
        return isThere ? .open : .unknown(reading.refusal(answer, .checkUnknown))
      }
    default: break
    }
    let body = reading.error(in: answer)
    if let layer = layer(body), answer.isSuccess || answer.status >= 400 {
      return .refused(
        layer,
        RegisterRefusal(
          register: register, code: body.code, message: body.message ?? "",
          httpStatus: answer.status))
    }
    if answer.status >= 500 { return .unavailable }
    let isToken = body.code == 2_000_310 || body.code == 2_000_311 || answer.status == 401
    if isToken { return .tokenRejected }
    return body.saysSomething
      ? .unrecognised(reading.refusal(answer, .unrecognised))
      : .unknown(reading.refusal(answer, .checkUnknown))
  }

  private static func layer(_ body: ErrorBody) -> RefusalLayer? {
    if body.code == 2_000_663 || body.has("behörighet för scope", "access to the current scope") {
      return .scope
    }
    if body.code == 2_001_101 || body.code == 2_001_103 || body.has("licens", "license") {
      return .licence
    }
    if body.has("behörighet", "rättighet", "permission") { return .person }
    return nil
  }
}

extension ProviderProfile {
  /// How Fortnox is asked for a register; both of our apps there ask alike.
  static func fortnoxRegister(_ register: Register) -> RegisterProfile? {
    Provider.fortnox.profile.register(register)
  }
}
