import Encoding
import Fortnox
import Foundation
import Integrations

/// Makes the provider's words fit for a record: nothing in them is a secret or an address.
///
/// What looks like one becomes `[removed]`: any value that this attempt used, our client's own secret
/// and the access token in use, whichever way they are written; JSON Web Tokens, bearer tokens,
/// UUIDs, 32 or more characters of base64url, and e-mail addresses. The text is cut at 2,048 bytes. The rest is kept as it came.
struct Scrubber: Sendable {
  /// What a record takes of the provider's words, in bytes.
  static let limit = 2048
  private static let mark = "[removed]"

  /// The values that this attempt used, and our own.
  var values: [String] = []

  init(values: [String] = []) { self.values = values }

  /// The values of a question that was put to the provider: whoever answers has seen them, and our
  /// client's secret with its form for HTTP Basic.
  init(values: [String] = [], of client: FortnoxClient?) {
    self.values = values + (client?.secretValues ?? [])
  }

  /// The same, and one value more.
  func removing(_ value: String) -> Scrubber { Scrubber(values: values + [value]) }

  func scrub(_ text: String?) -> String? {
    guard var text, !text.isEmpty else { return nil }
    // Far more than is kept, and little enough to look through.
    text = String(decoding: text.utf8.prefix(4 * Self.limit), as: UTF8.self)
    // The longest first: one of them may be a part of another.
    let spellings = values.filter { $0.utf8.count >= 6 }.flatMap(Self.spellings)
    for spelling in spellings.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      text = text.replacing(spelling, with: Self.mark)
    }
    text = Self.withoutAddresses(Self.withoutRuns(text))
    text = Self.cut(text, to: Self.limit)
    // The ledger refuses what still looks like a secret, and a refusal would lose the record.
    return SecretGuard.kind(in: text) == nil ? text : Self.mark
  }

  /// A value as it is, in both alphabets of base64, and percent-encoded with either kind of digits.
  ///
  /// RFC 3986 section 2.3 says which characters need no encoding, and some encode those, too.
  private static func spellings(of value: String) -> [String] {
    let bytes = Array(value.utf8)
    let base64 = bytes.base64
    let bare = String(base64.prefix { $0 != "=" })
    return [value, base64, bare, bytes.base64URL]
      + [Percent.Plain.alphanumeric, .unreserved].flatMap { plain in
        [false, true].map { Percent.encode(value, leaving: plain, inLowerCase: $0) }
      }
  }

  /// Each run of letters, digits, dots, dashes and underscores is looked at on its own.
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

  /// A word with an `@` between others is taken for an address.
  private static func withoutAddresses(_ text: String) -> String {
    guard text.contains("@") else { return text }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      SecretGuard.kind(in: String(word)) == nil ? String(word) : mark
    }.joined(separator: " ")
  }

  /// Cut at the end of a character.
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
