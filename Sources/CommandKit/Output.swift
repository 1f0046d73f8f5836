import Foundation

/// The exit codes of errors, as in sysexits.h.
package enum Failure: Int32, Sendable {
  /// The command ran, and its answer is that something does not work or does not agree.
  case negative = 1
  case usage = 64
  case data = 65
  /// No such ledger, company or file.
  case missing = 66
  /// Another service gave no answer.
  case unavailable = 69
  /// The operating system refuses what the program needs.
  case system = 71
  case exists = 73
  case io = 74
  case busy = 75
}

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
