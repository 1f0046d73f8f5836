import Crypto
import Encoding
import Foundation

/// Random values and tokens of the imitation.
enum SandboxToken {
  private static let key = SymmetricKey(size: .bits256)

  static func random() -> String {
    Secret.random()
  }

  /// A JSON Web Token with the claims that Fortnox's have: `tenantId`, `userId`.
  static func access(tenant: String, user: String, until: Date) -> String {
    let header = Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8).base64URL
    let claims =
      "{\"tenantId\":\(tenant),\"userId\":\"\(user)\",\"exp\":\(Int(until.timeIntervalSince1970)),"
      + "\"jti\":\"\(UUID().uuidString)\"}"
    let text = header + "." + Array(claims.utf8).base64URL
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
    return text + "." + Array(code).base64URL
  }

  /// The S256 challenge of a verifier (RFC 7636 section 4.2).
  static func challenge(of verifier: String) -> String {
    Array(SHA256.hash(data: Data(verifier.utf8))).base64URL
  }
}
