import Crypto
import Encoding
import Foundation

/// The token of a visit's forms, masked differently on each page.
///
/// Pages are compressed, and the length of a compressed page tells whether it repeats a text of the
/// request (BREACH, https://breachattack.com). A value that differs on each page cannot be guessed letter
/// by letter.
enum FormToken {
  /// The token under a new mask: the mask, a dot and the token that it hides.
  static func masked(_ token: String) -> String {
    let mask = Array(Secret.random().utf8)
    return String(decoding: mask, as: UTF8.self) + "." + hidden(token, mask).hexadecimal
  }

  /// True if a form has this token, under any mask.
  static func matches(_ sent: String, _ token: String) -> Bool {
    let parts = sent.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
    return SecretHash.areEqual(String(parts[1]), hidden(token, Array(parts[0].utf8)).hexadecimal)
  }

  private static func hidden(_ token: String, _ mask: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: mask, using: SymmetricKey(data: Data(token.utf8))))
  }
}

/// Hashes and comparisons of secret values.
enum SecretHash {
  /// SHA-256 in base64url.
  static func of(_ text: String) -> String {
    Array(SHA256.hash(data: Array(text.utf8))).base64URL
  }

  /// True if two texts are equal, in a time that does not depend on where they differ.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    SHA256.hash(data: Array(left.utf8)) == SHA256.hash(data: Array(right.utf8))
  }
}
