import Crypto
import Encoding

/// Hashes and comparisons of values that open something.
enum Secrets {
  /// SHA-256 in base64url.
  static func hash(_ text: String) -> String {
    Array(SHA256.hash(data: Array(text.utf8))).base64URL
  }

  /// Whether two texts are the same, in a time that does not tell where they differ.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    SHA256.hash(data: Array(left.utf8)) == SHA256.hash(data: Array(right.utf8))
  }
}
