import GRDB

/// The rows of `property`: what is true of a ledger as a whole.
package enum PropertyTable {
  /// The value of a property; nil if the ledger has none.
  package static func value(of property: Property, _ connection: Connection) throws -> String? {
    try connection.withRaw("SELECT value FROM property WHERE name = ?") { raw in
      raw.bind(text: property.rawValue, at: 1)
      return try raw.step() ? raw.text(0) : nil
    }
  }

  /// Every row, in the order of the names, whatever it holds.
  package static func rows(
    _ connection: Connection
  ) throws -> [(name: String, value: String)] {
    try connection.withRaw("SELECT name, value FROM property ORDER BY name") { raw in
      var rows: [(name: String, value: String)] = []
      while try raw.step() { rows.append((raw.text(0), raw.text(1))) }
      return rows
    }
  }

  /// Writes properties that the ledger does not have yet.
  static func insert(_ properties: [Property: String], _ connection: Connection) throws {
    for (property, value) in properties {
      try connection.database.execute(
        sql: "INSERT INTO property (name, value) VALUES (?, ?)",
        arguments: [property.rawValue, value])
    }
  }

  /// Writes properties, whether the ledger has them or not; an empty value removes one.
  static func replace(_ properties: [Property: String], _ connection: Connection) throws {
    for property in properties.keys {
      try connection.database.execute(
        sql: "DELETE FROM property WHERE name = ?", arguments: [property.rawValue])
    }
    try insert(properties.filter { !$0.value.isEmpty }, connection)
  }

  /// Sets the epoch, and removes the mark of a backup.
  package static func begin(epoch: Int64, _ connection: Connection) throws {
    try connection.database.execute(
      sql: """
        INSERT INTO property (name, value) VALUES ('epoch', ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """, arguments: [String(epoch)])
    try connection.database.execute(sql: "DELETE FROM property WHERE name = 'backup'")
  }
}
