import Foundation

/// The terminal that standard output is, where it is one.
package enum Terminal {
  /// True if standard output is a terminal.
  package static let isOutput = isatty(STDOUT_FILENO) == 1

  /// The columns of a line: what the environment variable `COLUMNS` says (POSIX.1-2024, 8.3), else the
  /// terminal; nil where nothing tells.
  package static let columns: Int? = {
    if let given = Environment["COLUMNS"].flatMap({ Int($0) }), given > 0 { return given }
    return size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
  }()

  /// The lines that are seen at once; nil where there is no terminal.
  package static let rows: Int? = size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil }

  private static var size: winsize? {
    var size = winsize()
    guard isOutput, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return size
  }
}
