/// Random values that open something.
package enum Secret {
  /// 256 random bits in base64url, 43 characters: a state, a verifier (RFC 7636 section 4.1), the
  /// value of a cookie or of a link.
  package static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return bytes.base64URL
  }

  /// True if a text has the form of such a value.
  package static func isOne(_ text: String) -> Bool {
    text.utf8.count == 43 && text.utf8.allSatisfy(Base64.isURLCharacter)
  }
}
