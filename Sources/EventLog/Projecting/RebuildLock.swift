import Encoding
import Foundation

/// Lets one process rebuild at a time, because all would use the same tables beside the live ones.
///
/// It is a `flock` on the directory and not the write lock, since others append meanwhile. The
/// kernel releases it when a process dies.
enum RebuildLock {
  /// How long to wait for another rebuild, which takes seconds for a million records.
  private static let patienceSeconds = 600
  private static let pauseMicroseconds: UInt32 = 20_000

  /// Runs `body` while no other process rebuilds.
  ///
  /// - Throws: `LedgerError.busy` if the other rebuild does not end within `patienceSeconds`.
  static func hold(_ directory: String, _ body: () throws -> Void) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LedgerError.io(file: directory, what: reason(of: errno)) }
    defer { close(descriptor) }
    let deadline = ContinuousClock.now + .seconds(patienceSeconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw LedgerError.io(file: directory, what: reason(of: errno))
      }
      guard ContinuousClock.now < deadline else {
        throw LedgerError.busy(holder: nil, seconds: patienceSeconds)
      }
      usleep(pauseMicroseconds)
    }
    // Closing alone leaves the lock to a program that is just being started and still has the file.
    defer { _ = flock(descriptor, LOCK_UN) }
    try body()
  }
}
