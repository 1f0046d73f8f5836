import GRDB

/// A connection to a ledger's database while a transaction holds it: how everything outside this
/// folder reaches the tables, without SQL and without GRDB.
///
/// It is valid until the closure that it was given to returns.
package struct Connection {
  let database: Database

  init(_ database: Database) { self.database = database }

  /// Runs `body` in a write transaction, which is committed if `body` returns true.
  ///
  /// It is GRDB's `inTransaction(.immediate)` with statements that are prepared once: for appends,
  /// which take little longer than that.
  package func transaction(_ body: () throws -> Bool) throws {
    try withRaw("BEGIN IMMEDIATE") { try $0.run() }
    do {
      try withRaw(try body() ? "COMMIT" : "ROLLBACK") { try $0.run() }
    } catch {
      if database.isInsideTransaction { try? withRaw("ROLLBACK") { try $0.run() } }
      throw error
    }
  }

  /// A number that changes when another connection commits
  /// (https://sqlite.org/pragma.html#pragma_data_version).
  func dataVersion() throws -> Int64 {
    try withRaw("PRAGMA data_version") { try $0.step() ? $0.integer(0) : 0 }
  }

  /// A number that changes when a table is made, renamed or dropped.
  func schemaVersion() throws -> Int64 {
    try withRaw("PRAGMA schema_version") { try $0.step() ? $0.integer(0) : 0 }
  }

  /// What SQLite's own integrity check complains of; empty if nothing.
  package func integrityFaults() throws -> [String] {
    try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
  }

  /// The error for a row that no sound ledger has.
  static func corrupt(_ what: String) -> any Error {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: what)
  }

  // MARK: Statements

  /// Runs `body` with a cached statement of this SQL.
  func withRaw<Result>(_ sql: String, _ body: (RawStatement) throws -> Result) throws -> Result {
    try withRaw(try database.cachedStatement(sql: sql), body)
  }

  /// Runs `body` with a statement.
  func withRaw<Result>(
    _ statement: Statement, _ body: (RawStatement) throws -> Result
  ) throws -> Result {
    try withExtendedLifetime(statement) {
      let raw = try RawStatement(statement, database)
      defer { raw.reset() }
      return try body(raw)
    }
  }
}
