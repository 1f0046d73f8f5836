import Foundation
import Integrations

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
  public static let refreshTokenSeconds = Limits.refreshTokenSeconds
}

extension Tokens: CustomStringConvertible, CustomReflectable {
  /// Never the tokens themselves.
  public var description: String { "tokens" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension FortnoxClient {
  /// Reads the answer to an exchange of a code.
  public static func exchanged(_ answer: HTTPAnswer) throws(ProviderRefusal) -> Tokens {
    try tokens(answer, refused: .codeRejected)
  }

  /// Reads the answer to a refresh.
  ///
  /// Only `invalid_grant` and a missing licence end a grant. Everything else may be different in a
  /// minute: an opaque 401, 429, 5xx and garbage never do.
  public static func refreshed(_ answer: HTTPAnswer) throws(ProviderRefusal) -> Tokens {
    try tokens(answer, refused: .grantDead)
  }

  /// The refresh token of an answer of success, whatever else is odd about it.
  ///
  /// The one that was sent is spent, so this one is kept before anything is complained of.
  public static func refreshToken(in answer: HTTPAnswer) -> String? {
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body) else { return nil }
    return Tokens.text(object["refresh_token"])
  }

  private static func tokens(
    _ answer: HTTPAnswer, refused: Failed.Reason
  ) throws(ProviderRefusal) -> Tokens {
    let object = answer.isSuccess ? AnswerJSON.object(answer.body) : nil
    if let object, Tokens.text(object["access_token"]) != nil {
      // Tokens beside an error leave open what holds; nothing ends by that.
      guard !ErrorBody.isError(object), let tokens = Tokens(object) else {
        throw refusal(answer, .unrecognised)
      }
      return tokens
    }
    let body = ErrorBody(answer.body)
    let isRefusal = (400...499).contains(answer.status) || answer.isSuccess
    if isRefusal, body.error == "invalid_grant" {
      // Whoever gives a new refresh token does not end the grant.
      throw refusal(answer, refreshToken(in: answer) == nil ? refused : .unrecognised)
    }
    if let known = reason(body), isRefusal { throw refusal(answer, known) }
    switch answer.status {
    case 408, 429, 500...599: throw refusal(answer, .providerUnavailable)
    default: throw refusal(answer, .unrecognised)
    }
  }
}

extension Tokens {
  /// Reads a successful answer (RFC 6749 section 5.1), more generously than it is written there:
  /// the type may be missing, and the scope a list.
  fileprivate init?(_ object: [String: Any]) {
    guard let accessToken = Self.text(object["access_token"]),
      Self.text(object["token_type"]).map({ $0.lowercased() == "bearer" }) ?? true
    else { return nil }
    self.accessToken = accessToken
    refreshToken = Self.text(object["refresh_token"])
    scopes = Self.scopes(object["scope"])
    expiresIn = AnswerJSON.seconds(object["expires_in"]).map { min(max($0, 0), 86_400) } ?? 3600
  }

  /// A text that is one.
  fileprivate static func text(_ value: Any?) -> String? {
    (value as? String).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The scopes of a text, or of a list (https://github.com/ramosbugs/oauth2-rs/issues/86).
  private static func scopes(_ value: Any?) -> [String]? {
    let texts = (value as? [Any])?.compactMap { $0 as? String } ?? text(value).map { [$0] } ?? []
    let scopes = Set(texts.flatMap { $0.split { $0 == "," || $0.isWhitespace } }.map(String.init))
    return scopes.isEmpty ? nil : scopes.sorted()
  }
}
