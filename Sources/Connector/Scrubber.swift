import Foundation
import Ledger

/// Makes the provider's words fit for a record: nothing in them is a secret or an address.
///
/// What looks like one becomes `[removed]`: any value that this attempt used, whichever way it is
/// written, JSON Web Tokens, bearer tokens, UUIDs, 32 or more characters of base64url, and e-mail
/// addresses. The text is cut at 2,048 bytes. The rest is kept as it came.
struct Scrubber: Sendable {
  /// What a record takes of the provider's words, in bytes.
  static let limit = 2048
  private static let mark = "[removed]"

  /// The values that this attempt used.
  var values: [String] = []

  func scrub(_ text: String?) -> String? {
    guard var text, !text.isEmpty else { return nil }
    // Far more than is kept, and little enough to look through.
    text = String(decoding: text.utf8.prefix(4 * Self.limit), as: UTF8.self)
    for value in values where value.utf8.count >= 6 {
      for spelling in Self.spellings(of: value) { text = text.replacing(spelling, with: Self.mark) }
    }
    text = Self.withoutAddresses(Self.withoutRuns(text))
    text = Self.cut(text, to: Self.limit)
    // The ledger refuses what still looks like a secret, and a refusal would lose the record.
    return SecretGuard.kind(in: text) == nil ? text : Self.mark
  }

  /// A value as it is, in base64 and percent-encoded.
  private static func spellings(of value: String) -> [String] {
    let percent = value.utf8.map { byte -> String in
      let isPlain = Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain
        ? String(Unicode.Scalar(byte)) : "%" + (digits.count == 1 ? "0" + digits : digits)
    }.joined()
    let base64 = Data(value.utf8).base64EncodedString()
    return [value, percent, percent.lowercased(), base64, String(base64.prefix { $0 != "=" })]
  }

  /// Each run of letters, digits, dots, dashes and underscores is looked at on its own.
  private static func withoutRuns(_ text: String) -> String {
    var result = ""
    var run = ""
    var isAfterBearer = false
    func end() {
      guard !run.isEmpty else { return }
      let isSecret =
        SecretGuard.kind(in: run) != nil || isAfterBearer && run.utf8.count >= 8
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
