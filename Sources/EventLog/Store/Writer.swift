import Foundation
import GRDB
import Integrations

/// The write connection, and the lock that goes with it.
final class Writer: Sendable {
  /// How many pages the WAL may have before SQLite empties it.
  private static let walPages = 4000

  private let pool: DatabasePool
  private let lock: WriterLock

  init(_ files: LedgerFiles, patienceSeconds: Int) throws {
    lock = try WriterLock(directory: files.directory, patienceSeconds: patienceSeconds)
    var configuration = Configuration()
    // Readers wait for the rare exclusive moments of WAL recovery; writers wait on the lock.
    configuration.busyMode = .timeout(TimeInterval(Limits.patienceSeconds))
    configuration.maximumReaderCount = 4
    configuration.qos = .userInitiated
    let lock = lock
    pool = try lock.hold {
      files.removeDeadWork()
      let isNew = try !files.holdsLedger()
      if !isNew {
        // Refused before SQLite turns a foreign file into a WAL database.
        let probe = try DatabaseQueue.forReading(files.databasePath)
        try probe.read { _ = try Layout.check(Connection($0), file: files.databasePath) }
        try probe.close()
      }
      let pool = try DatabasePool(path: files.databasePath, configuration: configuration)
      try pool.writeWithoutTransaction { database in
        // GRDB sets NORMAL when it turns WAL on, after any preparation of ours.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        // SQLite empties the WAL into the database after so many pages, which takes two more syncs:
        // at its own 1,000 that is every hundredth append. The WAL stays below 16 MB.
        try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.walPages)")
        // Without it, INSERT OR REPLACE deletes past the triggers.
        try database.execute(sql: "PRAGMA recursive_triggers = ON")
        try Layout.migrate(database)
      }
      if isNew { for end in ["", "-wal", "-shm"] { chmod(files.databasePath + end, 0o600) } }
      return pool
    }
  }

  /// Runs `body` on the write connection, holding the inter-process write lock.
  ///
  /// Threads of this process queue for the connection first: the lock belongs to the open file, and
  /// would let two of them in.
  func exclusively<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try pool.writeWithoutTransaction { database in
      try lock.hold { try body(Connection(database)) }
    }
  }

  /// Reads through the connections of this writer.
  var reader: Reader { Reader(pool) }

  /// True if the last `exclusively` had to wait for another process.
  var isShared: Bool { lock.wasAwaited }

  /// Closes the connections; the WAL checkpoint that goes with it happens under the lock.
  func close() throws {
    // GRDB closes its writer first; a reader that goes last cannot empty the WAL.
    pool.invalidateReadOnlyConnections()
    try lock.hold { try pool.close() }
  }
}
