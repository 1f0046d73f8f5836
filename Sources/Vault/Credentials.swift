public import Integrations

/// The tokens that open a company's account at the provider, and what is known of them.
public struct Credentials: Hashable, Sendable {
  /// The access token; it works for an hour or a day.
  public var accessToken: String
  /// When the access token expires.
  public var accessTokenExpiresAt: Timestamp
  /// The refresh token, which works once; a service account needs it only to be revoked.
  public var refreshToken: String?
  /// When the refresh token expires.
  public var refreshTokenExpiresAt: Timestamp?
  /// The scopes that were granted.
  public var scopes: [String]
  /// The provider's number of the company; requests by client credentials name it.
  public var providerCompany: String?
  /// The code that the provider's addresses name the company by; nil where it needs none.
  ///
  /// It is the grant's own: the settings can have another one since.
  public var companyCode: String?

  /// Credentials as the provider gave them.
  public init(
    accessToken: String, accessTokenExpiresAt: Timestamp, refreshToken: String?,
    refreshTokenExpiresAt: Timestamp?, scopes: [String], providerCompany: String? = nil,
    companyCode: String? = nil
  ) {
    self.accessToken = accessToken
    self.accessTokenExpiresAt = accessTokenExpiresAt
    self.refreshToken = refreshToken
    self.refreshTokenExpiresAt = refreshTokenExpiresAt
    self.scopes = scopes
    self.providerCompany = providerCompany
    self.companyCode = companyCode
  }

  /// The fields, each of which is sealed on its own.
  var fields: [(name: String, value: String)] {
    [
      ("accessToken", accessToken as String?),
      ("accessTokenExpiresAt", accessTokenExpiresAt.description),
      ("refreshToken", refreshToken),
      ("refreshTokenExpiresAt", refreshTokenExpiresAt?.description),
      ("scopes", scopes.joined(separator: " ")), ("providerCompany", providerCompany),
      ("companyCode", companyCode),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  init?(_ values: [String: String]) {
    guard let accessToken = values["accessToken"],
      let expiry = values["accessTokenExpiresAt"].flatMap(Timestamp.init)
    else { return nil }
    self.init(
      accessToken: accessToken, accessTokenExpiresAt: expiry,
      refreshToken: values["refreshToken"],
      refreshTokenExpiresAt: values["refreshTokenExpiresAt"].flatMap(Timestamp.init),
      scopes: (values["scopes"] ?? "").split(separator: " ").map(String.init),
      providerCompany: values["providerCompany"], companyCode: values["companyCode"])
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the secrets themselves: a log line that prints credentials tells nothing.
  public var description: String { "credentials" }
  /// The same.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
