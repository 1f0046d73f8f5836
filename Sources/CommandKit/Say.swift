import Foundation

/// What is said to whoever runs a program, a line at a time.
package enum Say {
  /// For people: standard error.
  package static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Data: standard output.
  package static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }
}
