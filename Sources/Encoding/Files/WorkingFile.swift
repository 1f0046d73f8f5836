import Foundation
import Synchronization

/// A file or a directory that is there only while somebody works, and then goes or takes its place.
///
/// Its maker holds an `flock` on it, which the kernel gives back however the maker ends. So whoever
/// gets that lock knows that nobody needs the file any more, and removes it: `removeDead` does so
/// wherever somebody makes such a file or opens a ledger for writing. `removeOnSignals` makes a
/// program remove its own when it is asked to end.
package final class WorkingFile: Sendable {
  /// What their names begin with.
  package static let mark = ".authledger-"

  /// Where it is.
  package let path: String
  private let descriptor: Mutex<Int32>
  /// Tells the ledger's next writer of a file that lies elsewhere.
  private let note: WorkingFile?

  /// Makes an empty file or directory in a directory, and holds its lock.
  ///
  /// - Parameter ledger: The directory of the ledger that this is made of, where it lies elsewhere:
  ///   its next writer finds the file by a note. A ledger that may only be read gets none.
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
      // Before it is there, so that no signal falls in between.
      WorkingFiles.add(path)
      let descriptor: Int32
      do {
        descriptor = try Self.make(path, isDirectory: kind.isDirectory)
      } catch {
        WorkingFiles.forget(path)
        throw error
      }
      // Between making it and this lock somebody may have taken it for a dead one's.
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
      guard mkdir(path, 0o700) == 0 else { throw FileError(path, reason(of: errno)) }
    }
    let flags =
      isDirectory
      ? O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW : O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw FileError(path, reason(of: errno)) }
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
      guard count >= 0 else { throw FileError(path, reason(of: errno)) }
      rest = rest.dropFirst(count)
    }
  }

  /// Forces what was written to the disk.
  func sync() throws(FileError) {
    guard descriptor.withLock({ fsync($0) }) == 0 else {
      throw FileError(path, reason(of: errno))
    }
  }

  /// Puts it in the place of whatever has that name: from then on it is no working file.
  package func take(placeOf target: String) throws(FileError) {
    let code = WorkingFiles.settle(path) { rename(path, target) == 0 ? 0 : errno }
    guard code == 0 else { throw FileError(target, reason(of: code)) }
    release()
  }

  /// Removes it and gives back the lock.
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

/// What is made.
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
  /// Where a ledger's own work lies that is done elsewhere: the path of that working file.
  case note

  var isDirectory: Bool { self == .ledger || self == .package || self == .backup }
}
