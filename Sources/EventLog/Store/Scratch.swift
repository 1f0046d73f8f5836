import Encoding
import Foundation
import GRDB

/// A database file that is thrown away when anything goes wrong, so it needs no journal.
struct Scratch {
  private let file: WorkingFile
  private let queue: DatabaseQueue

  /// Where it is.
  var path: String { file.path }

  /// Makes the scratch file of an import beside the ledger's database.
  init(_ files: LedgerFiles) throws {
    file = try LedgerError.ofFiles(WorkingFile(.scratch, in: files.directory.path))
    queue = try Self.open(URL(filePath: file.path))
    try queue.writeWithoutTransaction { database in
      // How long each stream was in the ledger when the import read it.
      try database.execute(
        sql: "CREATE TABLE base (stream INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT")
    }
  }

  private static func open(_ file: URL) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          PRAGMA locking_mode = EXCLUSIVE;
          PRAGMA cache_size = -32000;
          """)
      try Layout.migrate(database)
    }
    return queue
  }

  /// Fills the file in one transaction, and closes it.
  func fill(_ body: (Connection) throws -> Void) throws {
    try Self.fill(queue, body)
    try queue.close()
  }

  /// Builds a ledger's database from nothing; durable only once the caller has synced it.
  static func build(_ file: URL, _ body: (Connection) throws -> Void) throws {
    let queue = try open(file)
    try fill(queue, body)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try queue.close()
    chmod(file.path, 0o600)
  }

  private static func fill(_ queue: DatabaseQueue, _ body: (Connection) throws -> Void) throws {
    try queue.writeWithoutTransaction { database in
      let connection = Connection(database)
      try connection.transaction {
        try body(connection)
        return true
      }
    }
  }

  /// Stores how long a stream was in the ledger when the import read it.
  static func insert(base size: Int64, of stream: Int64, _ connection: Connection) throws {
    try connection.withRaw("INSERT INTO base (stream, size) VALUES (?, ?)") { raw in
      raw.bind(stream, at: 1)
      raw.bind(size, at: 2)
      try raw.run()
    }
  }

  /// Closes and removes the file.
  func remove() {
    try? queue.close()
    file.remove()
  }
}
