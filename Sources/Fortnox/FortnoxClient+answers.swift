import Foundation
public import Integrations

/// Tokens as Fortnox gave them.
public struct Tokens: Hashable, Sendable {
  /// For an hour.
  public var accessToken: String
  /// For one use; nil where none was given, as for client credentials.
  public var refreshToken: String?
  /// What was granted, sorted; nil where the answer does not say, which means what was asked for
  /// (RFC 6749 section 5.1).
  public var scopes: [String]?
  /// For how many seconds the access token works.
  public var expiresIn: Int

  /// How long a refresh token works: 45 days
  /// (https://fortnox.se/developer/authorization/migrate-legacy-token-to-jwt).
  public static let refreshTokenSeconds: Int64 = 45 * 86_400
}

extension Tokens: CustomStringConvertible, CustomReflectable {
  /// Never the tokens themselves.
  public var description: String { "tokens" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

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

/// What a register answered.
public enum RegisterAnswer: Hashable, Sendable {
  /// It is open.
  case open
  /// It is refused, and on which layer.
  case refused(PermissionDenied.Layer, PermissionDenied.Refusal)
  /// The access token is not taken; refresh it and ask again.
  case tokenRejected
  /// It is refused in words that are not known.
  case unrecognised(Refusal)
  /// Too many questions; come back after so many seconds, where it says.
  case tooMany(retryAfter: Int?)
  /// The provider is down, or cannot be reached.
  case unavailable
  /// No answer that says anything of rights.
  case unknown
}

extension FortnoxClient {
  // MARK: The callback

  /// What an `error` in the callback means.
  public static func callbackRefusal(error: String, description: String?) -> Refusal {
    let body = ErrorBody(error: error, message: description)
    return Refusal(
      reason: reason(body) ?? .unrecognised, providerError: error, providerMessage: description)
  }

  // MARK: Tokens

  /// Reads the answer to an exchange of a code.
  public static func exchanged(_ answer: HTTPAnswer) throws(Refusal) -> Tokens {
    try tokens(answer, refused: .codeRejected)
  }

  /// Reads the answer to a refresh.
  ///
  /// Only `invalid_grant` and a missing licence end a grant. Everything else may be different in a
  /// minute: an opaque 401, 429, 5xx and garbage never do.
  public static func refreshed(_ answer: HTTPAnswer) throws(Refusal) -> Tokens {
    try tokens(answer, refused: .grantDead)
  }

  private static func tokens(
    _ answer: HTTPAnswer, refused: Failed.Reason
  ) throws(Refusal) -> Tokens {
    let object = JSON.object(answer.body)
    // An error inside a 200 is an error.
    if answer.status == 200, let object, object["error"] == nil {
      guard let tokens = Tokens(object) else {
        throw refusal(answer, .unrecognised)
      }
      return tokens
    }
    let body = ErrorBody(answer.body)
    let isRefusal = (400...499).contains(answer.status) || answer.status == 200
    if isRefusal, body.error == "invalid_grant" { throw refusal(answer, refused) }
    if let known = reason(body), isRefusal { throw refusal(answer, known) }
    switch answer.status {
    case 408, 429, 500...599: throw refusal(answer, .providerUnavailable)
    default: throw refusal(answer, .unrecognised)
    }
  }

  private static func refusal(_ answer: HTTPAnswer, _ reason: Failed.Reason) -> Refusal {
    let body = ErrorBody(answer.body)
    return Refusal(
      reason: reason, providerError: body.error ?? body.code.map(String.init),
      // A body that holds tokens is not a sentence, and never goes on from here.
      providerMessage: answer.status == 200 && body.error == nil ? nil : body.message,
      httpStatus: answer.status)
  }

  /// The reasons that callback and token endpoint share.
  ///
  /// The strings are those of `facts`: `error_missing_system_admin_right` has one witness, so it is
  /// looked for by its parts.
  private static func reason(_ body: ErrorBody) -> Failed.Reason? {
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

  /// Whether Fortnox says that the grant is revoked; a token that it does not know is (RFC 7009
  /// section 2.2).
  public static func isRevoked(_ answer: HTTPAnswer) -> Bool {
    guard answer.status == 200 else { return false }
    guard let object = JSON.object(answer.body) else { return true }
    return JSON.member(object, "revoked") as? Bool ?? (JSON.member(object, "error") == nil)
  }

  // MARK: Registers

  /// The number of the company that consented; nil where the answer does not hold it.
  public static func providerCompany(_ answer: HTTPAnswer) -> String? {
    guard answer.status == 200, let object = JSON.object(answer.body),
      let company = JSON.member(object, "CompanyInformation") as? [String: Any],
      let number = JSON.text(JSON.member(company, "DatabaseNumber")), !number.isEmpty
    else { return nil }
    return number
  }

  /// Classifies a register's answer by text and code together.
  ///
  /// The HTTP status does not tell: the same refusal has come as 400 and as 403. Nor is the code alone:
  /// 2003275 has had two meanings.
  public static func read(_ answer: HTTPAnswer, of register: Register) -> RegisterAnswer {
    switch answer.status {
    case 200..<300: return .open
    case 429: return .tooMany(retryAfter: answer.retryAfter)
    case 408, 500...599: return .unavailable
    case 400..<500: break
    default: return .unknown
    }
    let body = ErrorBody(answer.body)
    guard let layer = layer(body) else {
      let isToken = body.code == 2_000_310 || body.code == 2_000_311 || answer.status == 401
      if isToken { return .tokenRejected }
      // A page of somebody between us and Fortnox is not an answer of Fortnox's.
      let isSaid = JSON.object(answer.body) != nil && body != ErrorBody()
      return isSaid ? .unrecognised(refusal(answer, .unrecognised)) : .unknown
    }
    return .refused(
      layer,
      PermissionDenied.Refusal(
        register: register, code: body.code, message: body.message ?? "",
        httpStatus: answer.status))
  }

  private static func layer(_ body: ErrorBody) -> PermissionDenied.Layer? {
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

extension Tokens {
  /// Reads a successful answer: RFC 6749 section 5.1.
  fileprivate init?(_ object: [String: Any]) {
    guard let accessToken = object["access_token"] as? String, !accessToken.isEmpty,
      (object["token_type"] as? String)?.lowercased() == "bearer"
    else { return nil }
    self.accessToken = accessToken
    refreshToken = (object["refresh_token"] as? String).flatMap { $0.isEmpty ? nil : $0 }
    scopes = (object["scope"] as? String).map { scope in
      Set(scope.split(separator: " ").map(String.init)).sorted()
    }
    expiresIn = JSON.integer(object["expires_in"]).map { min(max($0, 0), 86_400) } ?? 3600
  }
}
