import Encoding
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The lock that every write transaction and every WAL checkpoint holds.
///
/// SQLite before 3.51.3 can corrupt a database when two connections write or checkpoint at the
/// same moment (https://sqlite.org/wal.html#walresetbug), so writers of all processes take turns
/// on one `flock`. The kernel releases the lock of a process that dies.
///
/// Waiting is fair: the next in line holds a lock on one byte of the same file, so that a writer
/// which appends without a pause does not take the `flock` again while another one sleeps.
final class WriterLock: Sendable {
  private let descriptor: Int32
  private let path: String
  private let patienceSeconds: Int
  private let waited = Atomic<Bool>(false)

  /// True if the last `hold` had to wait for another holder.
  var wasAwaited: Bool { waited.load(ordering: .relaxed) }

  init(directory: URL, patienceSeconds: Int) throws(LedgerError) {
    self.patienceSeconds = patienceSeconds
    path = directory.appending(path: "lock").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .io(file: path, errno) }
  }

  deinit { close(descriptor) }

  /// Runs `body` while no other process holds the lock.
  ///
  /// - Throws: `LedgerError.busy` if the lock does not become free within `patienceSeconds`.
  func hold<Result>(_ body: () throws -> Result) throws -> Result {
    try acquire()
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body()
  }

  private func acquire() throws(LedgerError) {
    waited.store(false, ordering: .relaxed)
    if isLineEmpty, flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
    let deadline = ContinuousClock.now + .seconds(patienceSeconds)
    try wait(until: deadline, longestPause: 2000) { self.place(Int16(F_WRLCK)) }
    defer { _ = place(Int16(F_UNLCK)) }
    try wait(until: deadline, longestPause: 500) { flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 }
  }

  /// Polls, with pauses in microseconds that start short, since a commit takes less than a
  /// millisecond, and grow.
  private func wait(
    until deadline: ContinuousClock.Instant, longestPause: UInt32, _ isDone: () -> Bool
  ) throws(LedgerError) {
    var pause: UInt32 = 50
    while !isDone() {
      guard errno == EWOULDBLOCK || errno == EACCES || errno == EINTR else {
        throw .io(file: path, errno)
      }
      guard ContinuousClock.now < deadline else {
        throw .busy(holder: holder(), seconds: patienceSeconds)
      }
      waited.store(true, ordering: .relaxed)
      usleep(pause)
      pause = min(pause * 2, longestPause)
    }
  }

  // F_OFD_GETLK and F_OFD_SETLK of Linux's fcntl.h, which Swift does not see.
  private static let getOpenFileLock: Int32 = 36
  private static let setOpenFileLock: Int32 = 37
  /// The byte that the next in line locks; other bytes of this file are locks of integrations.
  private static let placeInLine = off_t(1) << 62

  private func place(_ kind: Int16) -> Bool {
    var range = Self.range(kind)
    return fcntl(descriptor, Self.setOpenFileLock, &range) == 0
  }

  /// True if no other process is next in line.
  private var isLineEmpty: Bool {
    var range = Self.range(Int16(F_WRLCK))
    return fcntl(descriptor, Self.getOpenFileLock, &range) == 0 && range.l_type == Int16(F_UNLCK)
  }

  private static func range(_ kind: Int16) -> Foundation.flock {
    var range = Foundation.flock()
    range.l_type = kind
    range.l_whence = Int16(SEEK_SET)
    range.l_start = placeInLine
    range.l_len = 1
    return range
  }

  /// The process that holds the lock, as the kernel reports it; nil if it does not.
  ///
  /// A line of `/proc/locks` is `1: FLOCK ADVISORY WRITE 4711 08:01:131073 0 EOF`: the process and
  /// the file (proc_locks(5)). It is read only after waiting in vain.
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
