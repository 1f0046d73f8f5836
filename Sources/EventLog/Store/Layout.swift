import Foundation
import GRDB
import Schema

/// The database file's identity and layout.
package enum Layout {
  /// "ALGR": tells a ledger from any other SQLite file
  /// (https://sqlite.org/pragma.html#pragma_application_id).
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

  /// The oldest layout that can be read without a migration, which would write.
  private static let readable = 3

  /// Refuses a file that is not a ledger, or a newer one.
  ///
  /// - Returns: False if the layout must be migrated before it can be read.
  @discardableResult
  static func check(_ connection: Connection, file: String) throws -> Bool {
    let database = connection.database
    let identity = try Int32.fetchOne(database, sql: "PRAGMA application_id")
    guard identity == applicationID else { throw LedgerError.foreign(file: file) }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= Migration.all.count else {
      throw LedgerError.newer(file: file, version: version, known: Migration.all.count)
    }
    return version >= readable
  }

  /// The tables, indexes and triggers that differ from what the migrations make.
  package static func differences(_ connection: Connection) throws -> [String] {
    let database = connection.database
    let sound = try DatabaseQueue()
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let expected = try sound.write { database in
      for migration in Migration.all.prefix(version) { try database.execute(sql: migration.sql) }
      return try schema(database)
    }
    let found = try schema(database)
    // A rebuild that is under way, or was interrupted, has tables of its own beside.
    let passing = Set(Projection.allCases.map { "table \(ProjectionTable.next($0))" })
    return Set(expected.keys).union(found.keys).subtracting(passing)
      .filter { expected[$0] != found[$0] }.sorted()
  }

  private static func schema(_ database: Database) throws -> [String: String] {
    let sql = "SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_master"
    var found: [String: String] = [:]
    for row in try Row.fetchAll(database, sql: sql) {
      // Renaming a rebuilt table into its place puts its name in quotation marks.
      found[row["name"]] = (row["sql"] as String).filter { $0 != "\"" && !$0.isWhitespace }
    }
    return found
  }
}
