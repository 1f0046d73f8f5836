/// Letters, digits and dashes, taken apart where one word of a name ends and the next begins:
/// `InvalidOAuth2TokenException` is Invalid, O, Auth, Token and Exception.
struct CompoundWord {
  private var words: [[UInt8]] = []
  private var digits = 0
  /// How many words begin right after another one, at a capital letter.
  private var joints = 0
  private var count = 0

  init(_ bytes: some Sequence<UInt8>) {
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty { words.append(word) }
      word = []
    }
    for byte in bytes {
      count += 1
      guard Self.isLetter(byte) else {
        if (0x30...0x39).contains(byte) { digits += 1 }
        end()
        continue
      }
      if let last = word.last {
        if !Self.isCapital(last), Self.isCapital(byte) {
          joints += 1
          end()
        } else if Self.isCapital(last), !Self.isCapital(byte), word.count > 1 {
          // The last capital of several begins the next word: APIKey.
          word.removeLast()
          joints += 1
          end()
          word = [last]
        }
      }
      word.append(byte)
    }
    end()
  }

  /// The least average length of the words in a name; the "words" in a random value have two
  /// letters on average.
  private static let shortestAverage = 3
  /// A name has at most one digit in this many characters; in base64url it is one in six.
  private static let charactersPerDigit = 8
  /// The share of letter pairs, in percent, that must be usual.
  ///
  /// Nine in ten of this project's words reach it, and one in ten thousand strings of 26 random
  /// letters.
  private static let usualPairsPercent = 70

  /// True if this looks like words that a person put together, false for a random value.
  var isMadeOfWords: Bool {
    let letters = words.reduce(0) { $0 + $1.count }
    guard letters >= Self.shortestAverage * max(1, words.count),
      digits * Self.charactersPerDigit <= count
    else { return false }
    var pairs = 0
    var usual = 0
    for word in words {
      for (first, second) in zip(word, word.dropFirst()) {
        pairs += 1
        if Self.isUsual(first | 0x20, second | 0x20) { usual += 1 }
      }
    }
    return usual * 100 >= pairs * Self.usualPairsPercent
  }

  /// True if there are only words in one case or with one capital, joined by dashes, dots and
  /// underscores.
  var isPlain: Bool { digits == 0 && joints == 0 }

  /// True if the second letter often follows the first in Swedish or English.
  private static func isUsual(_ first: UInt8, _ second: UInt8) -> Bool {
    followers[Int(first - 0x61)].utf8.contains(second)
  }

  /// Which letters often follow a, b, c and so on, counted over the texts of this project.
  private static let followers = [
    "bcdgiklmnprstu", "aelo", "aehklort", "aeiors", "acdefglmnprstvx", "aeio", "aeinr", "aeio",
    "cdefglmnorstv", "", "eo", "adeilostuy", "aeimp", "acdeginost", "cdglmnoprstuvw", "aeiloprt",
    "u", "adeimnorsty", "acehilopstu", "aehiorstuy", "belmnprst", "aei", "aei", "", "", "",
  ]

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
}
