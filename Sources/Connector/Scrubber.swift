import Encoding
import Foundation
import Integrations
import Providers
import Vault

/// Removes secrets and addresses from the provider's words before they are recorded.
///
/// `[removed]` takes the place of any value that this attempt used, our client's own secret and the
/// access token in use, in whatever encoding; of JSON Web Tokens, bearer tokens, UUIDs, 32 or more
/// characters of base64url, and e-mail addresses. The text is cut at 2,048 bytes; the rest stays as it
/// came.
struct Scrubber: Sendable {
  /// The longest text that is recorded, in bytes.
  static let limit = 2048
  private static let mark = "[removed]"

  /// The secrets to look for.
  var values: [String] = []

  init(values: [String] = []) { self.values = values }

  /// Looks for the secrets of a request, and for those of our client that every request carries: the
  /// answer may repeat them.
  init(values: [String] = [], of client: (any ProviderClient)?) {
    self.values = values + (client?.secretValues ?? [])
  }

  /// Looks for what a question with credentials carries: the access token, and the company code, which
  /// can hold a person's name.
  init(_ credentials: Credentials, of client: (any ProviderClient)?) {
    self.init(
      values: [credentials.accessToken, credentials.companyCode].compactMap { $0 }, of: client)
  }

  /// A scrubber that looks for one more secret.
  func removing(_ value: String) -> Scrubber { Scrubber(values: values + [value]) }

  /// The text without secrets; nil if there is none.
  func scrub(_ text: String?) -> String? {
    guard var text, !text.isEmpty else { return nil }
    // More than is recorded, and little enough to search.
    text = String(decoding: text.utf8.prefix(4 * Self.limit), as: UTF8.self)
    // The longest first: one of them may be a part of another.
    let encoded = values.filter { $0.utf8.count >= 6 }.flatMap(Self.encodings)
    for secret in encoded.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      text = text.replacing(secret, with: Self.mark)
    }
    text = Self.withoutAddresses(Self.withoutRuns(text))
    text = Self.cut(text, to: Self.limit)
    // The ledger refuses what still looks like a secret, and a refusal would lose the record.
    return SecretGuard.kind(in: text) == nil ? text : Self.mark
  }

  /// A value as it is, in both alphabets of base64, and percent-encoded in either case.
  ///
  /// Some programs also encode characters that need no encoding (RFC 3986 section 2.3).
  private static func encodings(of value: String) -> [String] {
    let bytes = Array(value.utf8)
    let base64 = bytes.base64
    let bare = String(base64.prefix { $0 != "=" })
    return [value, base64, bare, bytes.base64URL]
      + [Percent.Plain.alphanumeric, .unreserved].flatMap { plain in
        [false, true].map { Percent.encode(value, leaving: plain, inLowerCase: $0) }
      }
  }

  /// Replaces each run of letters, digits, dots, dashes and underscores that looks like a secret.
  private static func withoutRuns(_ text: String) -> String {
    var result = ""
    var run = ""
    var isAfterBearer = false
    func end() {
      guard !run.isEmpty else { return }
      let isSecret = SecretGuard.kind(in: isAfterBearer ? "bearer " + run : run) != nil
      result += isSecret ? mark : run
      isAfterBearer = run.lowercased() == "bearer"
      run = ""
    }
    for character in text {
      let isPart =
        character.isASCII
        && (character.isLetter || character.isNumber || "-_.".contains(character))
      if isPart {
        run.append(character)
      } else {
        end()
        if character != " " { isAfterBearer = false }
        result.append(character)
      }
    }
    end()
    return result
  }

  /// Replaces each word that looks like an e-mail address.
  private static func withoutAddresses(_ text: String) -> String {
    guard text.contains("@") else { return text }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      SecretGuard.kind(in: String(word)) == nil ? String(word) : mark
    }.joined(separator: " ")
  }

  /// Cuts a text to a number of bytes, at the end of a character.
  static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var cut = text.unicodeScalars
    while String(cut).utf8.count > limit {
      let excess = String(cut).utf8.count - limit
      cut.removeLast(max(1, excess / 4))
    }
    return String(cut)
  }
}
