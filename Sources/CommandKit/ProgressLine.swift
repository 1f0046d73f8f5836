import Foundation

/// The progress of long work, on the terminal's last line.
package final class ProgressLine {
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  private let label: String
  private var shown = -1

  /// - Parameter label: What is being done.
  package init(_ label: String) { self.label = label }

  /// Shows how much of the whole is done, where there is a terminal.
  package func report(_ done: Int64, _ total: Int64) {
    guard Self.isTerminal, total > 0 else { return }
    let percent = Int(min(100, done * 100 / total))
    guard percent != shown else { return }
    shown = percent
    FileHandle.standardError.write(Data("\r\(label) \(percent) %".utf8))
  }

  /// Takes the line away.
  package func clear() {
    guard shown >= 0 else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
  }
}
