import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The lock that every write transaction and every WAL checkpoint holds.
///
/// SQLite before 3.51.3 can corrupt a database when two connections write or checkpoint at the
/// same moment (https://sqlite.org/wal.html#walresetbug), so writers of all processes take turns
/// on one `flock`. The holder's process id stands in the file, for the error of whoever waited in
/// vain. The kernel releases the lock of a process that dies.
final class WriterLock: Sendable {
  static let patienceSeconds = 30

  private let descriptor: Int32
  private let path: String

  init(directory: URL) throws(LedgerError) {
    path = directory.appending(path: "lock").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .io(file: path, what: reason(of: errno)) }
  }

  deinit { close(descriptor) }

  /// Runs the body while no other process writes.
  ///
  /// - Throws: `busy` when the lock does not become free within 30 seconds.
  func hold<Result>(_ body: () throws -> Result) throws -> Result {
    try acquire()
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body()
  }

  private func acquire() throws(LedgerError) {
    // Waiting starts short, since a commit takes less than a millisecond, and grows.
    var pause: UInt32 = 50
    let deadline = ContinuousClock.now + .seconds(Self.patienceSeconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .io(file: path, what: reason(of: errno))
      }
      guard ContinuousClock.now < deadline else {
        throw .busy(holder: holder(), seconds: Self.patienceSeconds)
      }
      usleep(pause)
      pause = min(pause * 2, 2000)
    }
    var line = Array(String(getpid()).utf8)
    line += Array(repeating: UInt8(ascii: " "), count: 10 - line.count) + [UInt8(ascii: "\n")]
    _ = pwrite(descriptor, line, line.count, 0)
  }

  private func holder() -> Int32? {
    var line = [UInt8](repeating: 0, count: 10)
    guard pread(descriptor, &line, line.count, 0) > 0 else { return nil }
    return Int32(String(decoding: line.prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
  }
}

/// What the operating system says about an error number, as a clause.
func reason(of error: Int32) -> String {
  String(cString: strerror(error)).lowercased()
}
