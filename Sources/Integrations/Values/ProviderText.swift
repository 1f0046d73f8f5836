/// Makes text from outside safe for a terminal, a page or a spreadsheet.
public enum ProviderText {
  /// How many characters are shown.
  public static let limit = 300

  /// The text on one line, without control characters, terminal sequences and characters that
  /// change the direction of writing, and cut where it is long.
  public static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    var isInSequence = false
    var count = 0
    for scalar in text.unicodeScalars {
      if isInSequence {
        // ECMA-48 section 5.4: parameters and intermediates, then one final byte.
        isInSequence = scalar == "[" || (0x20...0x3f).contains(scalar.value)
        continue
      }
      if scalar == "\u{1b}" {
        isInSequence = true
        continue
      }
      guard count < limit else {
        shown.append("…")
        break
      }
      if isHidden(scalar) {
        if shown.last != " ", scalar.properties.isWhitespace { shown.append(" ") }
        continue
      }
      shown.append(scalar)
      count += 1
    }
    return String(shown)
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }
}
