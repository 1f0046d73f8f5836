/// The tokens of an answer.
public struct Tokens: Hashable, Sendable {
  /// The access token.
  public var accessToken: String
  /// The refresh token; nil if none was given, as for client credentials.
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

extension Tokens {
  /// The longest that an access token counts as working, in seconds.
  private static let longestSeconds = 86_400
  /// The life of an access token if the answer does not tell it, in seconds.
  private static let usualSeconds = 3600

  /// Reads a successful answer (RFC 6749 section 5.1); the type may be missing, and the scope be a list.
  init?(_ object: [String: Any]) {
    guard let accessToken = AnswerJSON.words(object["access_token"]),
      AnswerJSON.words(object["token_type"]).map({ $0.lowercased() == "bearer" }) ?? true
    else { return nil }
    self.accessToken = accessToken
    refreshToken = AnswerJSON.words(object["refresh_token"])
    scopes = Self.scopes(object["scope"])
    expiresIn =
      AnswerJSON.seconds(object["expires_in"]).map { min(max($0, 0), Self.longestSeconds) }
      ?? Self.usualSeconds
  }

  /// The scopes of a text, or of a list (https://github.com/ramosbugs/oauth2-rs/issues/86).
  private static func scopes(_ value: Any?) -> [String]? {
    let texts =
      (value as? [Any])?.compactMap { $0 as? String } ?? AnswerJSON.words(value).map { [$0] } ?? []
    let scopes = Set(texts.flatMap { $0.split { $0 == "," || $0.isWhitespace } }.map(String.init))
    return scopes.isEmpty ? nil : scopes.sorted()
  }
}
