import Foundation
import GRDB
package import Integrations

/// Copies database files while they are in use.
package enum DatabaseCopy {
  /// Copies a ledger's records and projections to a new file, which says that it is a backup.
  package static func write(
    _ connection: Connection, to path: String, madeAt time: Timestamp
  ) throws {
    let copy = try DatabaseQueue(path: path)
    try copy.writeWithoutTransaction { target in
      try connection.database.backup(to: target)
      try target.execute(
        sql: "INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)",
        arguments: [Property.backup.rawValue, time.description])
      // In WAL mode, reading a copy in a read-only directory would have to make a file beside it.
      try target.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    try copy.close()
    chmod(path, 0o600)
  }

  /// Copies a database of another kind to a new file.
  package static func write(_ path: String, to target: String) throws {
    let source = try DatabaseQueue.forReading(path)
    let copy = try DatabaseQueue(path: target)
    try source.backup(to: copy)
    try copy.close()
    try source.close()
    chmod(target, 0o600)
  }
}
