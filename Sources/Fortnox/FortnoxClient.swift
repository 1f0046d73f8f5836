public import Providers

/// Fortnox's OAuth and API: makes requests and reads answers.
///
/// It does no input or output. What it means to the domain is in `FortnoxClient+client.swift`.
///
/// Addresses: https://www.fortnox.se/developer/authorization and
/// https://www.fortnox.se/developer/guides-and-good-to-know.
public struct FortnoxClient: Sendable {
  /// The addresses of Fortnox.
  public struct Addresses: Hashable, Sendable {
    /// The address that browsers are sent to.
    public var authorize: String
    /// The address that exchanges codes and refresh tokens.
    public var token: String
    /// The address that revokes a refresh token.
    public var revoke: String
    /// The beginning of every register's address.
    public var registers: String

    /// The real Fortnox.
    public static let real = Addresses(
      authorize: "https://apps.fortnox.se/oauth-v1/auth",
      token: "https://apps.fortnox.se/oauth-v1/token",
      revoke: "https://apps.fortnox.se/oauth-v1/revoke", registers: "https://api.fortnox.se/3/")
  }

  let app: ClientApp
  let addresses: Addresses
  let redirectURI: String

  /// A client of one app.
  ///
  /// - Parameter redirectURI: The one address that Fortnox sends browsers back to, the same in both
  ///   legs (RFC 6749 section 4.1.3).
  public init(app: ClientApp, redirectURI: String, addresses: Addresses = .real) {
    self.app = app
    self.redirectURI = redirectURI
    self.addresses = addresses
  }

  /// True if an `iss` in the callback is the provider's own, compared character by character (RFC 9207
  /// section 2.4).
  ///
  /// Fortnox documents none, and may begin to send one; an imitation has one of its own.
  public func isOwn(issuer: String) -> Bool {
    [Addresses.real, addresses].contains { issuer == Loopback.origin(of: $0.authorize) }
  }
}
