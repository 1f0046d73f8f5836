import Crypto
import Encoding
import Foundation

/// Our app at a provider: the id is public, the secret is not.
public struct ClientApp: Sendable {
  /// The client's id.
  public let id: String
  let secret: String

  /// An app's own credentials.
  ///
  /// RFC 6749 section 2.3.1 wants them form-encoded, providers' pages show them as they are. For the
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
  package var authorization: String { "Basic " + Array("\(id):\(secret)".utf8).base64 }

  /// The values that must never be shown: the secret, and its form in HTTP Basic.
  package var secretValues: [String] { [secret, "\(id):\(secret)"] }
}

extension ClientApp: CustomStringConvertible, CustomReflectable {
  /// Never the secret.
  public var description: String { "the app \(id)" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Proof Key for Code Exchange.
package enum PKCE {
  /// The S256 challenge of a verifier (RFC 7636 section 4.2).
  package static func challenge(of verifier: String) -> String {
    Array(SHA256.hash(data: Array(verifier.utf8))).base64URL
  }
}

/// Addresses of providers' imitations.
package enum Loopback {
  /// True if a text is an address of this computer, with a port and nothing else.
  ///
  /// No other host can be named, so that tokens can never be sent elsewhere (RFC 6819 section 5.1).
  package static func contains(_ text: String) -> Bool {
    guard let url = URL(string: text), url.scheme == "http", let host = url.host(),
      url.user() == nil, url.query == nil, url.path.isEmpty
    else { return false }
    return ["127.0.0.1", "localhost", "::1"].contains(host)
  }

  /// Scheme, host and port of an address.
  package static func origin(of address: String) -> String {
    address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
      .joined(separator: "/")
  }
}
