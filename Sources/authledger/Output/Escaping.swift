extension String {
  /// The text with every character written out that a terminal would obey or not show, as \u{1b}:
  /// for what comes from a file that nobody has vouched for.
  var escapedForTerminal: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
        .unassigned:
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
