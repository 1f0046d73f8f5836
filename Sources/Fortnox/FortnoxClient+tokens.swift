import Foundation
import Integrations

/// The tokens of an answer.
public struct Tokens: Hashable, Sendable {
  /// The access token.
  public var accessToken: String
  /// The refresh token, which works once; nil if none was given, as for client credentials.
  public var refreshToken: String?
  /// The scopes that were granted, sorted; nil if the answer names none, which means those asked for (RFC
  /// 6749 section 5.1).
  public var scopes: [String]?
  /// The seconds that the access token works.
  public var expiresIn: Int
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
  /// Only `invalid_grant` and a missing licence end a grant. Anything else, such as an unexplained 401,
  /// 429, 5xx or garbage, may pass.
  public static func refreshed(_ answer: HTTPAnswer) throws(ProviderRefusal) -> Tokens {
    try tokens(answer, refused: .grantDead)
  }

  /// The refresh token of an answer of success, even if the rest of it cannot be used.
  ///
  /// The token that was sent is spent, so this one must be stored before the answer is rejected.
  public static func refreshToken(in answer: HTTPAnswer) -> String? {
    guard answer.isSuccess, let object = AnswerJSON.object(answer.body) else { return nil }
    return Tokens.text(object["refresh_token"])
  }

  private static func tokens(
    _ answer: HTTPAnswer, refused: Failed.Reason
  ) throws(ProviderRefusal) -> Tokens {
    let object = answer.isSuccess ? AnswerJSON.object(answer.body) : nil
    if let object, Tokens.text(object["access_token"]) != nil {
      // Tokens beside an error are ambiguous, and end no grant.
      guard !ErrorBody.isError(object), let tokens = Tokens(object) else {
        throw refusal(answer, .unrecognised)
      }
      return tokens
    }
    let body = ErrorBody(answer.body)
    let isRefusal = (400...499).contains(answer.status) || answer.isSuccess
    if isRefusal, body.error == "invalid_grant" {
      // An answer with a new refresh token does not end the grant.
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
  /// Reads a successful answer (RFC 6749 section 5.1); the type may be missing, and the scope be a list.
  fileprivate init?(_ object: [String: Any]) {
    guard let accessToken = Self.text(object["access_token"]),
      Self.text(object["token_type"]).map({ $0.lowercased() == "bearer" }) ?? true
    else { return nil }
    self.accessToken = accessToken
    refreshToken = Self.text(object["refresh_token"])
    scopes = Self.scopes(object["scope"])
    expiresIn = AnswerJSON.seconds(object["expires_in"]).map { min(max($0, 0), 86_400) } ?? 3600
  }

  /// A text that is not empty.
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
