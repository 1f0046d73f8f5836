import GRDB
import GRDBSQLite

extension Ledger {
  /// The version of SQLite at run time.
  ///
  /// The library is the system's, so the build does not fix it, and some versions have bugs that
  /// matter here (3.7.0 to 3.51.2 can lose a WAL).
  public static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}

// For tests, which look beneath the promises.
extension Ledger {
  func pragma(_ name: String) throws -> Int? {
    try write { try Int.fetchOne($0.database, sql: "PRAGMA \(name)") }
  }

  func execute(_ sql: String) throws {
    try write { try $0.database.execute(sql: sql) }
  }

  func texts(_ sql: String) throws -> [String] {
    try read { try String.fetchAll($0.database, sql: sql) }
  }

  func plan(_ sql: String) throws -> String {
    try read { connection in
      try Row.fetchAll(connection.database, sql: "EXPLAIN QUERY PLAN " + sql)
        .map { $0["detail"] as String }.joined(separator: "\n")
    }
  }
}
