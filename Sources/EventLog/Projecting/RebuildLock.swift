import Encoding
import Foundation

/// One rebuild at a time: the tables beside the live ones are there once.
///
/// Others append meanwhile, so it is not the writers' lock but one on the directory; the kernel
/// gives it back when a process dies.
enum RebuildLock {
  /// How long to wait for another rebuild, which takes seconds for a million records.
  private static let patienceSeconds = 600
  private static let pauseMicroseconds: UInt32 = 20_000

  /// Runs a body while nobody else rebuilds.
  ///
  /// - Throws: `LedgerError.busy` when the other one does not end within the patience.
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
    try body()
  }
}
