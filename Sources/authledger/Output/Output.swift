import CommandKit
import Foundation
import Integrations

/// Standard output, written in large pieces; everything that is not data goes to standard error.
final class Output {
  private static let pieceSize = 1 << 16

  /// The room for text that people read.
  let screen: Screen
  private var buffer: [UInt8] = []
  /// True while text that does not fit on the screen is to go to a pager.
  private var mayPage: Bool
  private var pager: Pager?

  /// True if standard output is a terminal.
  static let isTerminal = Terminal.isOutput

  /// - Parameter pages: False for what goes on while somebody looks on, which no pager shows.
  init(screen: Screen = .current, pages: Bool = true) {
    self.screen = screen
    mayPage = screen.rows != nil && pages
  }

  /// Writes what is left, and waits until the reader of a pager has seen enough.
  deinit {
    flush()
    pager?.end()
  }

  func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceSize { flush() }
  }

  func write(_ bytes: some Sequence<UInt8>) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.pieceSize { flush() }
  }

  func line(_ text: String = "") {
    write(text)
    write(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Writes a sentence, in as many lines as it takes.
  ///
  /// - Parameter hanging: How far every line but the first stands in.
  func sentence(_ text: String, hanging: Int = 0) {
    guard text.columns > screen.textColumns else { return line(text) }
    let rest = String(repeating: " ", count: hanging)
    text.wrapped(to: screen.textColumns, rest: rest).forEach(line)
  }

  /// Writes the buffer to standard output.
  ///
  /// If the reader has gone, SIGPIPE ends this process without a message.
  func flush() {
    if mayPage, let rows = screen.rows {
      mayPage = false
      if Pager.isNeeded(for: buffer, rows: rows) { pager = Pager() }
    }
    var start = 0
    while start < buffer.count {
      let count = buffer[start...].withUnsafeBytes {
        Foundation.write(pager?.descriptor ?? STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { exit(Failure.io.rawValue) }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
