import CommandKit

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

  static let current = Screen(columns: Terminal.columns, rows: Terminal.rows)

  /// Where sentences are broken.
  var textColumns: Int { max(Self.narrowest, min(columns ?? Self.usualLine, Self.longestLine)) }
}
