import Foundation

/// The writer lock of a ledger, held as another process would hold it.
package final class HeldLock: @unchecked Sendable {  // Only the test that made it uses it.
  private var descriptor: Int32

  /// Takes the lock of a ledger's directory.
  package init(_ directory: String) throws {
    descriptor = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw CocoaError(.fileLocking)
    }
  }

  deinit { release() }

  /// Gives it back.
  package func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

/// A database that another process has opened for itself alone.
package final class HeldDatabase: Sendable {
  private let shell: ChildProcess

  /// Locks a file until it is released.
  package init(_ file: String) async throws {
    shell = try ChildProcess(URL(filePath: "/usr/bin/sqlite3"), [file], input: .open)
    // What the shell of the shell says is not buffered.
    try shell.write("BEGIN EXCLUSIVE;\n.shell echo locked\n")
    guard try await shell.firstLine() == "locked" else { throw CocoaError(.fileLocking) }
  }

  /// Unlocks it.
  package func release() async throws {
    try shell.closeInput()
    try await shell.ended()
  }
}
