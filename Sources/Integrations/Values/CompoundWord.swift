/// Letters, digits and dashes, taken apart where one word of a name ends and the next begins:
/// `InvalidOAuth2TokenException` is Invalid, O, Auth, Token and Exception.
struct CompoundWord {
  private var words: [[UInt8]] = []
  private var digits = 0
  /// How many words begin without anything before them.
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

  /// How long the words of a name are on average, at least; those of a random value have two letters.
  private static let shortestAverage = 3
  /// A name has at most one digit among so many characters; every sixth of base64url is one.
  private static let charactersPerDigit = 8
  /// How many in a hundred of the pairs of letters must be usual ones: nine words in ten of ours have
  /// as many, and one in ten thousand of 26 random letters.
  private static let usualPairsPercent = 70

  /// Whether people put these words together, and no machine drew them.
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

  /// Whether there are words alone, in one case or with one capital, and nothing between them but
  /// dashes, dots and underscores.
  var isPlain: Bool { digits == 0 && joints == 0 }

  /// Whether the second letter often follows the first, in Swedish or in English.
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
