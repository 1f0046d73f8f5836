/// The second line of defence: no text field may hold what looks like a secret or an address.
///
/// The connector removes such spans from the provider's texts first; this refuses what it missed.
/// Refresh tokens have been UUIDs, access tokens JWTs (RFC 7519), and 32 characters of base64url carry
/// as much as a code. A long compound of words, such as the name of a class, is allowed.
package enum SecretGuard {
  /// How long a run of base64url characters may be before it counts as a secret.
  static let longestRun = 31
  /// A shorter word after "Bearer" does not count as a token.
  static let shortestBearer = 8

  /// What a field is for, and so what it may hold.
  package enum Rule {
    /// Words of the provider or of a person.
    case words
    /// The id of something elsewhere, which may be a UUID or 32 hexadecimal digits.
    case identifier
  }

  /// What kind of secret a text seems to hold; nil if none.
  package static func kind(in text: String, by rule: Rule = .words) -> Text? {
    var runs = SecretRuns(text)
    while let run = runs.next() {
      if run.isToken { return Text("a JSON Web Token", "en JSON Web Token") }
      if rule == .words, run.isUUID {
        return Text(
          "a UUID, which is what a refresh token looks like",
          "ett UUID, som ett refresh token ser ut")
      }
      if run.holdsToken(by: rule) {
        return Text(
          "an authorization code, a token or a client secret",
          "en auktoriseringskod, ett token eller en klienthemlighet")
      }
      if runs.followsBearer, run.isBearerToken { return Text("a bearer token", "ett bearer-token") }
    }
    return holdsAddress(text) ? Text("an e-mail address", "en e-postadress") : nil
  }

  /// The beginning of a text from outside, safe for a terminal and an error message.
  ///
  /// The whole text is checked, because the beginning of a secret does not look like one.
  package static func shown(_ text: String, limit: Int = 40) -> String {
    kind(in: text) == nil ? ProviderText.shown(String(text.prefix(limit))) : "[removed]"
  }

  /// Something, `@`, something with a dot between letters.
  private static func holdsAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isWord(_ index: Int) -> Bool {
      guard bytes.indices.contains(index) else { return false }
      let byte = bytes[index]
      return byte > 0x20 && byte != UInt8(ascii: "@") && byte != UInt8(ascii: ".")
    }
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "@") {
      guard isWord(index - 1) else { continue }
      var end = index + 1
      var dots = 0
      while isWord(end) || bytes.indices.contains(end) && bytes[end] == UInt8(ascii: ".") {
        if bytes[end] == UInt8(ascii: "."), isWord(end - 1), isWord(end + 1) { dots += 1 }
        end += 1
      }
      if dots > 0 { return true }
    }
    return false
  }
}
