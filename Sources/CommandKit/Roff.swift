import Foundation

/// Text in the language of manual pages.
enum Roff {
  /// A piece of text, in which nothing is a command.
  ///
  /// A plain hyphen may be shown as a dash, which nobody could copy into a command.
  static func text(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }

  /// An argument of a command.
  static func quoted(_ text: String) -> String { "\"\(self.text(text))\"" }

  /// Lines of text: an indented one is an example and stays as it is, and others are a paragraph.
  static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.components(separatedBy: "\n") {
      let isIndented = line.hasPrefix(" ")
      if isExample != isIndented {
        lines += isIndented ? [".nf"] : [".fi"]
        isExample = isIndented
      }
      if line.isEmpty {
        lines.append(".PP")
      } else {
        lines.append(guarded(self.text(line)))
        // A line of its own in the help is one in the manual.
        if !isIndented { lines.append(".br") }
      }
    }
    if isExample { lines.append(".fi") }
    return lines
  }

  /// A line whose first character would make it a command.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }
}
