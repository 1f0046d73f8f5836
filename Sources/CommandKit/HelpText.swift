package import ArgumentParser

/// The help of a command, wrapped so that its examples can be copied.
///
/// The argument parser breaks every line that is too long, also a command in an example, where the
/// second line would be a command of its own. Here examples stay whole.
package enum HelpText {
  /// The width of a terminal that tells none.
  private static let standardWidth = 80
  /// Below, the second column has no room.
  private static let narrowest = 40
  /// Where the parser's second column begins.
  private static let columnOfAbstracts = 26

  /// The help of a command.
  package static func of(
    _ command: any ParsableCommand.Type, in root: any ParsableCommand.Type
  ) -> String {
    wrapped(
      command == root
        ? root.helpMessage(columns: unwrapped) : root.helpMessage(for: command, columns: unwrapped))
  }

  /// What the argument parser answers by itself: help, a version, or a script for a shell.
  package static func of(answer: any Error, of command: any ParsableCommand.Type) -> String {
    let answer = command.fullMessage(for: answer, columns: unwrapped)
    return answer.hasPrefix("OVERVIEW:") ? wrapped(answer) : answer
  }

  /// Wider than any line.
  private static let unwrapped = 100_000

  /// Help that the parser did not wrap, wrapped to a width.
  ///
  /// What is indented before the usage is an example, which stays whole. What is indented after it
  /// has two columns, of which the second is wrapped.
  package static func wrapped(_ help: String, to width: Int = width) -> String {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let usage = lines.firstIndex { $0.hasPrefix("USAGE:") } ?? lines.endIndex
    return lines.enumerated().flatMap { index, line in
      let isWhole = line.hasPrefix(" ") ? index < usage : index == usage
      return isWhole || line.count <= width
        ? [line] : broken(line, width, indent: line.hasPrefix(" ") ? columnOfAbstracts : 0)
    }.joined(separator: "\n")
  }

  /// The terminal's width, else 80.
  package static var width: Int { max(narrowest, Terminal.columns ?? standardWidth) }

  private static func broken(_ line: String, _ width: Int, indent: Int) -> [String] {
    var lines: [String] = []
    var rest = Substring(line)
    let margin = String(repeating: " ", count: indent)
    while rest.count > width - (lines.isEmpty ? 0 : indent) {
      let room = rest.prefix(width - (lines.isEmpty ? 0 : indent))
      let least = rest.index(rest.startIndex, offsetBy: lines.isEmpty ? indent + 1 : 1)
      guard let space = room[least...].lastIndex(of: " ") ?? rest[least...].firstIndex(of: " ")
      else { break }
      lines.append((lines.isEmpty ? "" : margin) + rest[..<space])
      rest = rest[rest.index(after: space)...]
    }
    return lines + [(lines.isEmpty ? "" : margin) + rest]
  }
}
