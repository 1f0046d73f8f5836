import Foundation

/// Writes to the terminal, a line at a time.
package enum Console {
  /// Writes a message for people to standard error.
  package static func message(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes data to standard output.
  package static func output(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }
}
