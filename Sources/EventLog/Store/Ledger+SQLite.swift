import GRDBSQLite

extension Ledger {
  /// The version of the SQLite that this program runs with: the system's, so it is not the build's to
  /// say, and bugs of SQLite's own are told by it (3.7.0 to 3.51.2 can lose a WAL).
  public static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}
