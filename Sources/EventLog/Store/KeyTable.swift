import GRDB
package import Transparency

/// The public keys that sign or have signed, kept for ever.
///
/// Anyone who can write the file can add rows, so a row alone proves nothing: see `NamedKeys` in
/// Evidence.
package enum KeyTable {
  /// Every key that is kept for a tree, in the order of their texts.
  package static func keys(of origin: String, _ connection: Connection) throws -> [VerifierKey] {
    try rows(of: origin, connection).map(\.key)
  }

  /// The keys of a tree, each with the record that retired it.
  package static func rows(
    of origin: String, _ connection: Connection
  ) throws -> [(key: VerifierKey, retired: Int64?)] {
    // Earlier layouts have no column `retired`.
    try Row.fetchAll(
      connection.database, sql: "SELECT * FROM verifier_key WHERE origin = ? ORDER BY vkey",
      arguments: [origin]
    ).compactMap { row in
      (try? VerifierKey(row["vkey"] as String)).map { ($0, row["retired"] as Int64?) }
    }
  }

  /// Every key that is kept for a tree whose name lies between two others.
  package static func keys(
    after first: String, before last: String, _ connection: Connection
  ) throws -> [VerifierKey] {
    try String.fetchAll(
      connection.database, sql: "SELECT vkey FROM verifier_key WHERE origin > ? AND origin < ?",
      arguments: [first, last]
    ).compactMap { try? VerifierKey($0) }
  }

  /// Keeps keys that sign; those that are there already stay as they are.
  package static func insert(_ keys: [VerifierKey], _ connection: Connection) throws {
    for key in keys {
      try connection.database.execute(
        sql: "INSERT OR IGNORE INTO verifier_key (origin, vkey) VALUES (?, ?)",
        arguments: [key.name, key.description])
    }
  }

  /// Keeps a key that the record at a position retires.
  package static func retire(_ key: VerifierKey, by position: Int64, _ connection: Connection)
    throws
  {
    try connection.database.execute(
      sql: """
        INSERT INTO verifier_key (origin, vkey, retired) VALUES (?, ?, ?)
        ON CONFLICT (origin, vkey) DO UPDATE SET retired = excluded.retired
        """, arguments: [key.name, key.description, position])
  }

  /// The digest of the rows that a record retired, as the record has it.
  package static func digest(retiredBy position: Int64, _ connection: Connection) throws -> String {
    var digest = RowDigest()
    let sql = "SELECT origin, vkey FROM verifier_key WHERE retired = ? ORDER BY origin, vkey"
    try connection.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      while try raw.step() {
        digest.add(raw.text(0))
        digest.add(raw.text(1))
      }
    }
    return digest.finish()
  }
}
