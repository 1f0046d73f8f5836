extension StringProtocol {
  /// How many columns of a terminal the text fills; colours fill none.
  package var columns: Int {
    // Nearly all text is of characters that are a column each, which one look at the bytes tells.
    if utf8.allSatisfy({ $0 < 0x7f && $0 != 0x1b }) { return utf8.count }
    var columns = 0
    var isColour = false
    for character in self {
      if character == "\u{1b}" {
        isColour = true
      } else if isColour {
        isColour = character != "m"
      } else {
        columns += character.columns
      }
    }
    return columns
  }
}

extension Character {
  /// 0, 1 or 2: a letter with its accents is one column, ideographs and emoji are two.
  fileprivate var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if unicodeScalars.dropFirst().contains("\u{fe0f}") { return 2 }
    return first.columns
  }
}

extension Unicode.Scalar {
  /// What is `W` or `F` in https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt; between
  /// the ends of a range some are not, and none of those is a letter that a name has.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x231a...0x231b, 0x2329...0x232a, 0x23e9...0x23ec, 0x2e80...0x303e,
    0x3041...0xa4cf, 0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19,
    0xfe30...0xfe6b, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18df2, 0x1aff0...0x1b2fb,
    0x1f18e...0x1f18e, 0x1f191...0x1f19a, 0x1f200...0x1f320, 0x1f32d...0x1f64f, 0x1f680...0x1f6ff,
    0x1f7e0...0x1f7f0, 0x1f90c...0x1f9ff, 0x1fa70...0x1faff, 0x20000...0x3fffd,
  ]

  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    guard value >= 0x1100 else { return 1 }
    return Self.wide.contains { $0.contains(value) } || properties.isEmojiPresentation ? 2 : 1
  }
}
