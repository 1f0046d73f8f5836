import GRDB

/// The rows of `projection`, and the tables that they are about.
package enum ProjectionTable {
  /// How far the stored rows of a projection reach.
  package struct Progress: Hashable, Sendable {
    /// The fold that wrote them.
    package var fingerprint: String
    /// The last record that they hold.
    package var position: Int64
    /// Why the fold stopped there; nil if it did not.
    package var stopped: String?
  }

  /// How far the rows reach; nil if they were never built.
  package static func progress(
    of projection: Projection, _ connection: Connection
  ) throws -> Progress? {
    let sql = "SELECT fingerprint, position, stopped FROM projection WHERE name = ?"
    return try connection.withRaw(sql) { raw in
      raw.bind(text: projection.rawValue, at: 1)
      guard try raw.step() else { return nil }
      return Progress(
        fingerprint: raw.text(0), position: raw.integer(1),
        stopped: raw.isNull(2) ? nil : raw.text(2))
    }
  }

  /// The names of all rows, known or not.
  package static func names(_ connection: Connection) throws -> [String] {
    try String.fetchAll(connection.database, sql: "SELECT name FROM projection")
  }

  /// Stores how far a projection reaches, by the fold of this program.
  static func write(
    _ projection: Projection, reached position: Int64, stopped: String?, _ connection: Connection
  ) throws {
    try connection.database.execute(
      sql: """
        INSERT INTO projection (name, fingerprint, position, stopped) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE
        SET fingerprint = excluded.fingerprint, position = excluded.position,
          stopped = excluded.stopped
        """, arguments: [projection.rawValue, projection.fingerprint, position, stopped])
  }

  /// Stores that every projection that did not stop reaches a position.
  static func advance(to position: Int64, _ connection: Connection) throws {
    try connection.withRaw("UPDATE projection SET position = ? WHERE stopped IS NULL") { raw in
      raw.bind(position, at: 1)
      try raw.run()
    }
  }

  /// Deletes the rows that a projection's fold wrote.
  static func clear(_ projection: Projection, _ connection: Connection) throws {
    try connection.database.execute(sql: "DELETE FROM \(projection.rawValue)")
  }

  // MARK: Tables beside the live ones

  /// The name of the table that a rebuild fills.
  static func next(_ projection: Projection) -> String { projection.rawValue + "_next" }

  /// Makes empty tables of the same form, in place of those that an interrupted rebuild left.
  static func makeEmptyNext(_ connection: Connection) throws {
    for projection in Projection.allCases {
      let sql = try String.fetchOne(
        connection.database, sql: "SELECT sql FROM sqlite_schema WHERE name = ?",
        arguments: [projection.rawValue])
      guard let sql else { throw DatabaseError(message: "\(projection.rawValue) has no table") }
      let named = sql.replacing(projection.rawValue, with: next(projection), maxReplacements: 1)
      try connection.database.execute(sql: "DROP TABLE IF EXISTS \(next(projection))")
      try connection.database.execute(sql: named)
    }
  }

  /// Replaces the live table by the one that a rebuild filled.
  static func swapIn(_ projection: Projection, _ connection: Connection) throws {
    try connection.database.execute(sql: "DROP TABLE \(projection.rawValue)")
    try connection.database.execute(
      sql: "ALTER TABLE \(next(projection)) RENAME TO \(projection.rawValue)")
  }
}
