import Foundation
import GRDB

extension DatabaseQueue {
  /// A connection that cannot write, without a lock.
  ///
  /// Who reads a WAL database writes its index beside it, or finds it there. Where neither is so,
  /// because nobody has the ledger open and its directory may only be read, the file is opened as
  /// one that does not change; whoever reads asks a `StillFile` afterwards whether it did.
  static func forReading(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(TimeInterval(WriterLock.patienceSeconds))
    guard StillFile(path) != nil else {
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    // https://sqlite.org/uri.html#uriimmutable
    let address = URL(filePath: path).absoluteString + "?immutable=1"
    return try DatabaseQueue(path: address, configuration: configuration)
  }
}

/// A database file in a directory that may only be read, without a WAL or journal beside it, and
/// what tells whether somebody wrote it since.
struct StillFile: Equatable {
  private let inode: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where the directory may be written, or somebody has the database open or left it so.
  init?(_ path: String) {
    // A URL would take as long as opening the file does.
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    var status = stat()
    guard access(folder, W_OK) != 0, access(path + "-wal", F_OK) != 0,
      access(path + "-journal", F_OK) != 0, stat(path, &status) == 0
    else { return nil }
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}
