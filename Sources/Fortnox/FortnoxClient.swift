import Encoding
import Foundation

/// Fortnox's OAuth and API: makes requests and reads answers.
///
/// It does no input or output; `Transport` sends.
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

    /// Scheme, host and port of the address that browsers are sent to.
    fileprivate var origin: String {
      authorize.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
        .joined(separator: "/")
    }
  }

  /// Our app at Fortnox: the id is public, the secret is not.
  public struct App: Sendable {
    /// The Client-ID.
    public let id: String
    let secret: String

    /// An app's own credentials.
    ///
    /// RFC 6749 section 2.3.1 wants them form-encoded, Fortnox's pages show them as they are. For the
    /// characters that are allowed here both are the same.
    ///
    /// - Returns: nil if one of them is empty or has another character.
    public init?(id: String, secret: String) {
      func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(Percent.Plain.unreserved.contains)
      }
      guard isPlain(id), isPlain(secret) else { return nil }
      self.id = id
      self.secret = secret
    }

    /// The header for HTTP Basic, the only way in which the secret is sent.
    var authorization: String {
      "Basic " + Array("\(id):\(secret)".utf8).base64
    }
  }

  let app: App

  /// The values that must never be shown: the secret, and its form in HTTP Basic.
  package var secretValues: [String] { [app.secret, "\(app.id):\(app.secret)"] }

  let addresses: Addresses
  let redirectURI: String

  /// A client of one app.
  ///
  /// - Parameter redirectURI: The one address that Fortnox sends browsers back to, the same in both
  ///   legs (RFC 6749 section 4.1.3).
  public init(app: App, redirectURI: String, addresses: Addresses = .real) {
    self.app = app
    self.redirectURI = redirectURI
    self.addresses = addresses
  }

  /// True if an `iss` in the callback is the provider's own, compared character by character (RFC 9207
  /// section 2.4).
  ///
  /// Fortnox documents none, and may begin to send one; an imitation has one of its own.
  public func isOwn(issuer: String) -> Bool {
    issuer == Addresses.real.origin || issuer == addresses.origin
  }
}

/// A request.
public struct HTTPRequest: Hashable, Sendable {
  /// `GET` or `POST`.
  public var method: String
  /// The whole address.
  public var url: String
  /// The header fields, in order.
  public var headers: [Header]
  /// The form; nil if there is none.
  public var body: [UInt8]?

  /// One header field.
  public struct Header: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String
  }

  init(
    _ method: String, _ url: String, headers: [(String, String)], form: [(String, String)]?
  ) {
    self.method = method
    self.url = url
    self.headers = headers.map { Header(name: $0.0, value: $0.1) }
    body = form.map { Array(Form.encode($0).utf8) }
    if form != nil {
      self.headers.append(
        Header(name: "Content-Type", value: "application/x-www-form-urlencoded"))
    }
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Method and address without query; never a header or the body, which hold secrets.
  public var description: String { "\(method) \(url.prefix { $0 != "?" })" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An answer; a body that is too long is cut.
public struct HTTPAnswer: Hashable, Sendable {
  /// The most bytes of a body that are read.
  public static let bodyLimit = 64 << 10

  /// The status.
  public var status: Int
  /// The body.
  public var body: [UInt8]
  /// The seconds of `Retry-After`; nil if there is none.
  public var retryAfter: Int?

  /// True if the status is from 200 to 299.
  public var isSuccess: Bool { (200...299).contains(status) }

  /// An answer.
  public init(status: Int, body: [UInt8], retryAfter: Int? = nil) {
    self.status = status
    self.body = Array(body.prefix(Self.bodyLimit))
    self.retryAfter = retryAfter
  }
}

/// Writes `application/x-www-form-urlencoded`, for forms and queries.
enum Form {
  static func encode(_ fields: [(String, String)]) -> String {
    fields.map { "\(Percent.encode($0.0))=\(Percent.encode($0.1))" }.joined(separator: "&")
  }
}
