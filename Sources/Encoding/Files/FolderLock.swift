import Foundation

/// An exclusive lock on a folder, over all threads and processes: flock(2), which the kernel releases
/// when a process dies.
package enum FolderLock {
  private static let pauseMicroseconds: UInt32 = 20_000

  /// Runs `body` while nobody else holds the lock of a folder.
  ///
  /// - Parameter patience: How long to wait for another holder.
  /// - Returns: What `body` returns; nil if another holder kept the lock for longer.
  /// - Throws: `FileError` if the folder cannot be locked, or what `body` throws.
  package static func hold<Result>(
    _ folder: String, patience: Duration = .zero, _ body: () throws -> Result
  ) throws -> Result? {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(folder, errno) }
    defer { close(descriptor) }
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw FileError(folder, errno)
      }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(pauseMicroseconds)
    }
    // Closing alone leaves the lock to a program that is being started and still has the file.
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body()
  }
}
