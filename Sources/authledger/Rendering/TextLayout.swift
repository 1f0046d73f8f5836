import CommandKit
import Integrations

extension Timestamp {
  /// To the second, for tables.
  var second: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(8))" }
}

extension String {
  /// The text broken at spaces into lines of at most `width` columns; a longer word is a line.
  ///
  /// - Parameters:
  ///   - first: What the first line begins with.
  ///   - rest: What every other line begins with.
  func wrapped(to width: Int, first: String = "", rest: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in split(separator: " ") {
      if !line.isEmpty, columns + 1 + word.columns > width {
        lines.append(line)
        line = ""
      }
      if line.isEmpty {
        line = (lines.isEmpty ? first : rest) + word
        columns = line.columns
      } else {
        line += " " + word
        columns += 1 + word.columns
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - columns))
  }

  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
