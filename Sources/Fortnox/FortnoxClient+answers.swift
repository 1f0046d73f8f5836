import Foundation
public import Integrations

/// A refusal, in the domain's words and in Fortnox's.
public struct ProviderRefusal: Error, Hashable, Sendable {
  /// The domain's reason.
  public var reason: Failed.Reason
  /// Fortnox's code; nil if there is none.
  public var providerError: String?
  /// Fortnox's own sentence.
  public var providerMessage: String?
  /// The HTTP status; nil if the browser brought the refusal.
  public var httpStatus: Int?
}

/// The answer to the question which company consented.
public enum CompanyAnswer: Hashable, Sendable {
  /// The company's number, and its name, which is never recorded: it can be a person's.
  case given(String, name: String?)
  /// Fortnox refuses to say.
  case refused(ProviderRefusal)
  /// No answer that can be used; a later one may be.
  case unanswered
}

/// The answer of a register.
public enum RegisterAnswer: Hashable, Sendable {
  /// It is open.
  case open
  /// It is refused, on this layer.
  case refused(RefusalLayer, RegisterRefusal)
  /// The access token is rejected; refresh it and ask again.
  case tokenRejected
  /// It is refused in words that are not understood.
  case unrecognised(ProviderRefusal)
  /// Too many requests; ask again after so many seconds, if it says so.
  case tooMany(retryAfter: Int?)
  /// The provider is down, or cannot be reached.
  case unavailable
  /// An answer that says nothing of rights, such as the HTML page of a proxy.
  case unknown(ProviderRefusal)
}

extension FortnoxClient {
  // MARK: The callback

  /// The meaning of an `error` in the callback.
  public static func callbackRefusal(error: String, description: String?) -> ProviderRefusal {
    let body = ErrorBody(error: error, message: description)
    return ProviderRefusal(
      reason: reason(body) ?? .unrecognised, providerError: error, providerMessage: description)
  }

  // MARK: Refusals

  /// The refusal in an answer: code, words and status.
  static func refusal(_ answer: HTTPAnswer, _ reason: Failed.Reason) -> ProviderRefusal {
    let body = ErrorBody(answer.body)
    return ProviderRefusal(
      reason: reason, providerError: body.error ?? body.code.map(String.init),
      providerMessage: holdsTokens(answer, body) ? nil : body.message,
      httpStatus: answer.status)
  }

  /// True if a body may hold tokens; it is then not used as a message.
  private static func holdsTokens(_ answer: HTTPAnswer, _ body: ErrorBody) -> Bool {
    guard answer.isSuccess, body.error == nil else { return false }
    guard let object = AnswerJSON.object(answer.body) else {
      return body.message?.lowercased().contains("token") == true
    }
    return object.keys.contains { $0.lowercased().contains("token") }
  }

  /// The reasons that callback and token endpoint share.
  ///
  /// `error_missing_system_admin_right` was seen by one source only, so its parts are searched for.
  static func reason(_ body: ErrorBody) -> Failed.Reason? {
    if body.has("missing_system_admin", "admin_right") { return .notSystemAdministrator }
    if body.has(
      "error_missing_license", "error_missing_app_license", "missing license",
      "not have enough licenses", "api-licens saknas", "ingen aktiv licens")
    {
      return .licenceMissing
    }
    if body.has("does not allow service account") { return .scopeNotEnabled }
    if body.has("clientid supplied is invalid") { return .clientRejected }
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
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body), !ErrorBody.isError(object)
    else {
      return false
    }
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
    let object = AnswerJSON.object(answer.body)
    if answer.isSuccess, let object, !ErrorBody.isError(object) {
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
      let name = (company["CompanyName"] as? String).map { String($0.prefix(nameLimit)) }
      return isNumber(number)
        ? .given(number, name: name.flatMap { $0.isEmpty ? nil : $0 }) : .unanswered
    }
    guard answer.isSuccess || (400...499).contains(answer.status), answer.status != 408,
      answer.status != 429
    else { return .unanswered }
    let body = ErrorBody(answer.body)
    guard body.isRead, body != ErrorBody() else { return .unanswered }
    let reason: Failed.Reason =
      switch layer(body) {
      case .licence: .licenceMissing
      case .scope: .scopeNotEnabled
      case .person, nil: self.reason(body) ?? .unrecognised
      }
    return reason == .providerUnavailable ? .unanswered : .refused(refusal(answer, reason))
  }

  /// The longest name that is stored, in characters.
  private static let nameLimit = 200

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
      if let object = AnswerJSON.object(answer.body), !ErrorBody.isError(object) {
        let isThere = register.member.flatMap { AnswerJSON.member(object, $0) } is [Any]
        return isThere ? .open : .unknown(refusal(answer, .checkUnknown))
      }
    default: break
    }
    let body = ErrorBody(answer.body)
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
    let isSaid = body.isRead && body != ErrorBody()
    return isSaid
      ? .unrecognised(refusal(answer, .unrecognised)) : .unknown(refusal(answer, .checkUnknown))
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
