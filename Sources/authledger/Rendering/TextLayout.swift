import Integrations

extension Timestamp {
  /// To the second, for tables.
  var second: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(8))" }
}

extension String {
  /// The text broken at spaces into lines of at most `width` characters.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
