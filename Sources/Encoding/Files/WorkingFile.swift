import Foundation
import Synchronization

/// A temporary file or directory that is removed after the work or renamed to its final name.
///
/// Its maker holds an `flock` on it, which the kernel releases however the process ends. A process
/// that gets the lock therefore knows that the file is abandoned: `removeDead` removes such files
/// whenever a working file is made or a ledger is opened for writing. `removeOnSignals` makes a
/// program remove its own files when it is terminated.
package final class WorkingFile: Sendable {
  /// What their names begin with.
  package static let mark = ".authledger-"

  /// Where it is.
  package let path: String
  private let descriptor: Mutex<Int32>
  /// Points the ledger's next writer to this file, if it lies outside the ledger's directory.
  private let note: WorkingFile?

  /// Makes an empty file or directory in a directory, and holds its lock.
  ///
  /// - Parameter ledger: The directory of the ledger that the file belongs to, if the file lies
  ///   elsewhere. A note there leads the ledger's next writer to it; a ledger that may only be read
  ///   gets none.
  /// - Throws: `FileError`.
  package init(
    _ kind: WorkingFileKind, in directory: String, of ledger: String? = nil
  ) throws(FileError) {
    Self.removeDead(in: directory)
    while true {
      let random = String(UInt32.random(in: .min ... .max), radix: 16)
      let path = directory + "/" + Self.mark + "\(kind.rawValue)-\(getpid())-\(random)"
      let note = ledger.flatMap { try? WorkingFile(.note, in: $0) }
      try note?.write(Array(path.utf8)[...])
      // Registered before it exists, so that a signal in between still removes it.
      WorkingFiles.add(path)
      let descriptor: Int32
      do {
        descriptor = try Self.make(path, isDirectory: kind.isDirectory)
      } catch {
        WorkingFiles.forget(path)
        throw error
      }
      // Another process may have removed it as abandoned before this lock was taken.
      var status = stat()
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, lstat(path, &status) == 0 {
        self.path = path
        self.descriptor = Mutex(descriptor)
        self.note = note
        return
      }
      close(descriptor)
      WorkingFiles.forget(path)
    }
  }

  deinit { remove() }

  private static func make(_ path: String, isDirectory: Bool) throws(FileError) -> Int32 {
    if isDirectory {
      guard mkdir(path, 0o700) == 0 else { throw FileError(path, errno) }
    }
    let flags =
      isDirectory
      ? O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW : O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw FileError(path, errno) }
    return descriptor
  }

  /// Writes more to a file.
  package func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = descriptor.withLock { descriptor in
        rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      }
      if count < 0, errno == EINTR { continue }
      // A short write sets no error; the next one says why there is no room.
      guard count >= 0 else { throw FileError(path, errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Forces what was written to the disk.
  func sync() throws(FileError) {
    guard descriptor.withLock({ fsync($0) }) == 0 else {
      throw FileError(path, errno)
    }
  }

  /// Renames it to its final name, replacing what is there.
  ///
  /// It is then no longer a working file.
  package func take(placeOf target: String) throws(FileError) {
    let code = WorkingFiles.settle(path) { rename(path, target) == 0 ? 0 : errno }
    guard code == 0 else { throw FileError(target, code) }
    release()
  }

  /// Removes it and releases the lock.
  package func remove() {
    guard descriptor.withLock({ $0 >= 0 }) else { return }
    _ = WorkingFiles.settle(path) {
      Self.delete(path)
      return 0
    }
    release()
  }

  private func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
    note?.remove()
  }
}

/// What a working file is for.
package enum WorkingFileKind: String, CaseIterable, Sendable {
  /// The copy of an import's input.
  case input
  /// The database that an import is validated in.
  case scratch
  /// A ledger that is being built.
  case ledger
  /// A copy of a ledger that is being written.
  case backup
  /// An evidence package that is being written.
  case package
  /// The made-up events of a demo.
  case events
  /// A small file that must be whole or not there.
  case file
  /// The path of a working file outside the ledger's directory.
  case note

  var isDirectory: Bool { self == .ledger || self == .package || self == .backup }
}
