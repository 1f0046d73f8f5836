import Encoding
import Foundation
public import Providers

/// Fiken's OAuth and API: makes requests and reads answers.
///
/// It does no input or output. Its rules differ from other providers' in almost every point: there are
/// no scopes, a consent is for the companies that a person gives, the state is sent again when a code is
/// exchanged, and a consent is ended with a living access token. What is not documented is said where it
/// matters.
///
/// Addresses and answers: https://api.fiken.no/api/v2/docs/.
public struct FikenClient: Sendable {
  /// The addresses of Fiken.
  public struct Addresses: Hashable, Sendable {
    /// The address that browsers are sent to.
    public var authorize: String
    /// The address that exchanges codes and refresh tokens.
    public var token: String
    /// The address that ends a consent.
    public var revoke: String
    /// The beginning of every address of the API.
    public var api: String

    /// The real Fiken.
    public static let real = Addresses(
      authorize: "https://fiken.no/oauth/authorize", token: "https://fiken.no/oauth/token",
      revoke: "https://fiken.no/oauth/revoke", api: "https://api.fiken.no/api/v2/")

    /// Fiken's paths on this computer, for tests and the sandbox.
    ///
    /// - Parameters:
    ///   - base: The address for requests, such as `http://127.0.0.1:8082`.
    ///   - browser: The address that browsers are sent to; nil for the same.
    /// - Returns: nil if one of them is not an address of this computer.
    public static func onLoopback(_ base: String, browser: String? = nil) -> Self? {
      let browser = browser ?? base
      guard Loopback.contains(base), Loopback.contains(browser) else { return nil }
      return Self(
        authorize: browser + "/oauth/authorize", token: base + "/oauth/token",
        revoke: base + "/oauth/revoke", api: base + "/api/v2/")
    }
  }

  let app: ClientApp
  let redirectURI: String
  let addresses: Addresses
  let sendsPKCE: Bool
  let requestID: @Sendable () -> String

  /// A new UUID, which Fiken recommends as the id of a request.
  public static let uuid: @Sendable () -> String = { UUID().uuidString.lowercased() }

  /// A client of one app.
  ///
  /// - Parameters:
  ///   - redirectURI: The one address that Fiken sends browsers back to, the same in both legs (RFC 6749
  ///     section 4.1.3).
  ///   - sendsPKCE: True to send PKCE (RFC 7636). Fiken's pages do not mention it; a server must ignore
  ///     parameters that it does not know (RFC 6749 section 3.1), and one that does not can be met by
  ///     turning this off.
  ///   - requestID: Makes the id of a request, by which Fiken's support finds it.
  public init(
    app: ClientApp, redirectURI: String, addresses: Addresses = .real, sendsPKCE: Bool = true,
    requestID: @escaping @Sendable () -> String = Self.uuid
  ) {
    self.app = app
    self.redirectURI = redirectURI
    self.addresses = addresses
    self.sendsPKCE = sendsPKCE
    self.requestID = requestID
  }

  /// The code in a text: it alone, or in an address of Fiken's, `https://fiken.no/foretak/CODE/...`.
  ///
  /// Codes are compared without regard to case, and stored in lower case.
  static func companyCode(in text: String) -> String? {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    var code = text[...]
    if text.contains("/") {
      let parts = text.split(separator: "/")
      guard let place = parts.firstIndex(of: "foretak"), place + 1 < parts.endIndex else {
        return nil
      }
      code = parts[place + 1].prefix { $0 != "?" && $0 != "#" }
    }
    let isCode =
      (1...codeLimit).contains(code.utf8.count)
      && code.utf8.allSatisfy(Percent.Plain.unreserved.contains)
      && code.contains { $0.isLetter || $0.isNumber }
    return isCode ? String(code) : nil
  }

  /// The longest code, in characters.
  private static let codeLimit = 100
}
