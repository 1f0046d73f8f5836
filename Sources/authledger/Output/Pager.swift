import CommandKit
import Foundation

/// The program that shows a long text a screen at a time: `$AUTHLEDGER_PAGER`, else `$PAGER`, else
/// `less`; `cat`, or an empty one, for none.
struct Pager {
  private let stream: UnsafeMutablePointer<FILE>
  /// Where the text is written.
  let descriptor: Int32

  /// Starts the pager; nil where none is wanted.
  init?() {
    let named = getenv("AUTHLEDGER_PAGER") ?? getenv("PAGER")
    let program = named.map { String(cString: $0) } ?? "less"
    guard !["", "cat"].contains(program) else { return nil }
    // Colours as they are, an end where the text fits after all, and the text stays on the screen.
    setenv("LESS", "FRX", 0)
    // Where there is no such program, its shell says so and the text is shown all the same.
    guard let stream = popen("\(program)\n[ $? = 127 ] && exec cat", "we") else { return nil }
    self.stream = stream
    descriptor = fileno(stream)
    // An interrupt is for the pager, which then ends by itself.
    signal(SIGINT, SIG_IGN)
  }

  /// Waits until the reader has seen enough.
  func end() { pclose(stream) }

  /// True if text does not fit on a screen, of which the last line is the next prompt's.
  static func isNeeded(for text: [UInt8], rows: Int) -> Bool {
    text.lazy.filter { $0 == UInt8(ascii: "\n") }.count >= rows
  }
}
