import Foundation
import GRDB
import Schema

/// The database file's identity and layout.
enum Layout {
  /// "ALGR": tells a ledger from any other SQLite file (https://sqlite.org/pragma.html#pragma_application_id).
  static let applicationID: Int32 = 0x414C_4752

  /// Makes the tables of an empty file, or brings an older layout up to date.
  static func migrate(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version < Migration.all.count else { return }
    try database.inTransaction(.immediate) {
      for (index, migration) in Migration.all.enumerated() where index >= version {
        try database.execute(sql: migration.sql)
        try database.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      return .commit
    }
  }

  /// Refuses a file that is not a ledger, or a newer one.
  ///
  /// - Returns: whether the layout is today's.
  @discardableResult
  static func check(_ database: Database, file: String) throws -> Bool {
    let identity = try Int32.fetchOne(database, sql: "PRAGMA application_id")
    guard identity == applicationID else { throw LedgerError.foreign(file: file) }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= Migration.all.count else {
      throw LedgerError.newer(file: file, version: version, known: Migration.all.count)
    }
    return version == Migration.all.count
  }
}
