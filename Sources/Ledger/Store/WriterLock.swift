import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The lock that every write transaction and every WAL checkpoint holds.
///
/// SQLite before 3.51.3 can corrupt a database when two connections write or checkpoint at the
/// same moment (https://sqlite.org/wal.html#walresetbug), so writers of all processes take turns
/// on one `flock`. The kernel releases the lock of a process that dies.
final class WriterLock: Sendable {
  static let patienceSeconds = 30

  private let descriptor: Int32
  private let path: String
  private let patienceSeconds: Int

  init(directory: URL, patienceSeconds: Int) throws(LedgerError) {
    self.patienceSeconds = patienceSeconds
    path = directory.appending(path: "lock").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .io(file: path, what: reason(of: errno)) }
  }

  deinit { close(descriptor) }

  /// Runs the body while no other process writes.
  ///
  /// - Throws: `busy` when the lock does not become free within the patience.
  func hold<Result>(_ body: () throws -> Result) throws -> Result {
    try acquire()
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body()
  }

  private func acquire() throws(LedgerError) {
    // Waiting starts short, since a commit takes less than a millisecond, and grows.
    var pause: UInt32 = 50
    let deadline = ContinuousClock.now + .seconds(patienceSeconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .io(file: path, what: reason(of: errno))
      }
      guard ContinuousClock.now < deadline else {
        throw .busy(holder: holder(), seconds: patienceSeconds)
      }
      usleep(pause)
      pause = min(pause * 2, 2000)
    }
  }

  /// The process that holds the lock, as the kernel tells it; nil where it does not.
  ///
  /// A line of `/proc/locks` is `1: FLOCK ADVISORY WRITE 4711 08:01:131073 0 EOF`: the process and
  /// the file (proc_locks(5)). Asking costs nothing as long as nobody waits in vain.
  private func holder() -> Int32? {
    var status = stat()
    guard fstat(descriptor, &status) == 0,
      let locks = FileManager.default.contents(atPath: "/proc/locks")
    else { return nil }
    for line in String(decoding: locks, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK", words[3] == "WRITE",
        words[5].hasSuffix(":\(status.st_ino)")
      else { continue }
      return Int32(words[4]).flatMap { $0 > 0 ? $0 : nil }
    }
    return nil
  }
}

/// What the operating system says about an error number, as a clause.
func reason(of error: Int32) -> String {
  String(cString: strerror(error)).lowercased()
}
