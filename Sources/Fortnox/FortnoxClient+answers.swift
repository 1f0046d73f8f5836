import Foundation
public import Integrations

/// Why something came to nothing, in the domain's words and in Fortnox's.
public struct Refusal: Error, Hashable, Sendable {
  /// The domain's word.
  public var reason: Failed.Reason
  /// Fortnox's code, where there is one.
  public var providerError: String?
  /// Fortnox's own sentence, as it was given.
  public var providerMessage: String?
  /// The HTTP status; nil where it came by the browser.
  public var httpStatus: Int?
}

/// What Fortnox says to the question which company consented.
public enum CompanyAnswer: Hashable, Sendable {
  /// The company's number, and its name where there is one: it can be a person's, so that it is in
  /// no record.
  case given(String, name: String?)
  /// It does not say, and why.
  case refused(Refusal)
  /// No answer that says anything; it may come yet.
  case unanswered
}

/// What a register answered.
public enum RegisterAnswer: Hashable, Sendable {
  /// It is open.
  case open
  /// It is refused, and on which layer.
  case refused(RefusalLayer, RegisterRefusal)
  /// The access token is not taken; refresh it and ask again.
  case tokenRejected
  /// It is refused in words that are not known.
  case unrecognised(Refusal)
  /// Too many questions; come back after so many seconds, where it says.
  case tooMany(retryAfter: Int?)
  /// The provider is down, or cannot be reached.
  case unavailable
  /// Words that say nothing of rights, such as a page of somebody between us and Fortnox.
  case unknown(Refusal)
}

extension FortnoxClient {
  // MARK: The callback

  /// What an `error` in the callback means.
  public static func callbackRefusal(error: String, description: String?) -> Refusal {
    let body = ErrorBody(error: error, message: description)
    return Refusal(
      reason: reason(body) ?? .unrecognised, providerError: error, providerMessage: description)
  }

  // MARK: Refusals

  /// What came, as a refusal: code, words and status.
  static func refusal(_ answer: HTTPAnswer, _ reason: Failed.Reason) -> Refusal {
    let body = ErrorBody(answer.body)
    return Refusal(
      reason: reason, providerError: body.error ?? body.code.map(String.init),
      providerMessage: holdsTokens(answer, body) ? nil : body.message,
      httpStatus: answer.status)
  }

  /// Whether a body may hold tokens; it is no sentence then, and never goes on from here.
  private static func holdsTokens(_ answer: HTTPAnswer, _ body: ErrorBody) -> Bool {
    guard answer.isSuccess, body.error == nil else { return false }
    guard let object = AnswerJSON.object(answer.body) else {
      return body.message?.lowercased().contains("token") == true
    }
    return object.keys.contains { $0.lowercased().contains("token") }
  }

  /// The reasons that callback and token endpoint share.
  ///
  /// The strings are those of `facts`: `error_missing_system_admin_right` has one witness, so it is
  /// looked for by its parts.
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

  /// Whether Fortnox says that the grant is revoked, in the words it documents:
  /// `{"revoked":true}` (https://www.fortnox.se/developer/authorization/revoke-access-token).
  ///
  /// A page, or an answer with nothing in it, says nothing.
  public static func isRevoked(_ answer: HTTPAnswer) -> Bool {
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body), !ErrorBody.isError(object)
    else {
      return false
    }
    return AnswerJSON.member(object, "revoked") as? Bool == true
  }

  /// Whether an answer to client credentials says that there is no consent any more: how Fortnox
  /// says that is not documented, so it is the refusal of a grant in OAuth's own word
  /// (RFC 6749 section 5.2).
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
      // Fortnox gives a word where it gives no right to look.
      if number == "API_NORIGHT" {
        return .refused(
          Refusal(
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

  /// The longest name that is kept, in characters.
  private static let nameLimit = 200

  /// Fortnox's DatabaseNumber is a number; what is none is nobody's.
  private static func isNumber(_ text: String) -> Bool {
    (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Classifies a register's answer by text and code together.
  ///
  /// The HTTP status does not tell: the same refusal has come as 400 and as 403, and an error with
  /// 200 is one. Nor is the code alone: 2003275 has had two meanings. Open is a register that
  /// answers with itself; a page of somebody between us and Fortnox says nothing.
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
