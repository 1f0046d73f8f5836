import CommandKit
import Foundation

/// How much room there is for text that people read.
struct Screen: Sendable {
  /// Longer lines are hard to read, so that sentences are broken here on any screen.
  private static let longestLine = 120
  /// Where nothing says how wide it is: a pipe, a file.
  private static let usualLine = 100
  /// Below, sentences have no room beside what is written in front of them.
  private static let narrowest = 40

  /// The columns of a line; nil where nothing limits them.
  let columns: Int?
  /// The lines that are seen at once; nil if standard output is no terminal.
  let rows: Int?

  /// What the environment variable `COLUMNS` says (POSIX.1-2024, 8.3), else the terminal.
  static let current: Screen = {
    var size = winsize()
    let isKnown =
      Output.isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let given = Environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return Screen(
      columns: given ?? (isKnown ? Int(size.ws_col) : nil),
      rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : nil)
  }()

  /// Where sentences are broken.
  var textColumns: Int { max(Self.narrowest, min(columns ?? Self.usualLine, Self.longestLine)) }
}
