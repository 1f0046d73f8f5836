import Foundation
import GRDB
import Integrations

/// Reads a ledger's database, in one snapshot a call.
package final class Reader: Sendable {
  private let database: any DatabaseReader
  /// The file, if it may be open as immutable, though another process could change it.
  private let immutablePath: String?

  /// A connection that cannot write and takes no lock.
  package init(_ path: String) throws {
    database = try DatabaseQueue.forReading(path)
    immutablePath = path
  }

  /// Reads through the connections of a writer.
  init(_ pool: DatabasePool) {
    database = pool
    immutablePath = nil
  }

  /// Runs `body` in one snapshot.
  ///
  /// - Throws: `LedgerError.io` if the file was open as immutable and was written meanwhile.
  package func read<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    let before = immutablePath.flatMap { ImmutableFile($0) }
    let result = try database.read { try body(Connection($0)) }
    if let immutablePath, let before, before != ImmutableFile(immutablePath) {
      throw LedgerError.io(
        file: immutablePath,
        what: Text(
          "it was written while it was read; repeat", "den skrevs medan den lästes; försök igen"))
    }
    return result
  }

  /// Closes the connection.
  package func close() throws { try database.close() }
}

extension DatabaseQueue {
  /// A connection that cannot write and takes no lock.
  ///
  /// A reader of a WAL database finds its index file or makes it. In a read-only directory that no
  /// process has open it can do neither, so the file is opened as immutable; `ImmutableFile` tells
  /// the caller afterwards whether it stayed so.
  static func forReading(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(TimeInterval(Limits.patienceSeconds))
    guard ImmutableFile(path) != nil else {
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    // https://sqlite.org/uri.html#uriimmutable
    let address = URL(filePath: path).absoluteString + "?immutable=1"
    return try DatabaseQueue(path: address, configuration: configuration)
  }
}

/// The state of a database file in a read-only directory, without a WAL or journal beside it: two
/// are equal unless the file was written in between.
struct ImmutableFile: Equatable {
  private let inode: UInt64
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil if the directory may be written, or there is a WAL or a journal.
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
