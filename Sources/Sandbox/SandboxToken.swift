import Crypto
import Foundation

/// Random values and tokens of the imitation.
enum SandboxToken {
  private static let key = SymmetricKey(size: .bits256)

  static func random() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { base64URL(Data($0)) }
  }

  /// A JSON Web Token with the claims that Fortnox's have: `tenantId`, `userId`.
  static func access(tenant: String, user: String, until: Date) -> String {
    let header = base64URL(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
    let claims =
      "{\"tenantId\":\(tenant),\"userId\":\"\(user)\",\"exp\":\(Int(until.timeIntervalSince1970)),"
      + "\"jti\":\"\(UUID().uuidString)\"}"
    let text = header + "." + base64URL(Data(claims.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
    return text + "." + base64URL(Data(code))
  }

  /// The S256 challenge of a verifier (RFC 7636 section 4.2).
  static func challenge(of verifier: String) -> String {
    base64URL(Data(SHA256.hash(data: Data(verifier.utf8))))
  }

  private static func base64URL(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
