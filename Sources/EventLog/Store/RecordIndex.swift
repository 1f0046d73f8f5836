import GRDB

/// An index of `record`, or a table that serves as one, read by itself from one end to the other.
package enum RecordIndex: CaseIterable, Sendable {
  /// By the record's id.
  case id
  /// By the attempt that an action belongs to.
  case attempt
  /// By stream and sequence.
  case sequence
  /// By the user who started an attempt; a table of its own.
  case starter

  private var sql: String {
    switch self {
    case .id: Self.sql("id", "sqlite_autoindex_record_1")
    case .attempt: Self.sql("attempt", "record_by_attempt")
    case .sequence:
      """
      SELECT stream, sequence, position FROM record INDEXED BY sqlite_autoindex_record_2
      WHERE stream IS NOT NULL ORDER BY stream, sequence
      """
    case .starter: "SELECT actor, position FROM attempt_start ORDER BY actor, position"
    }
  }

  private static func sql(_ column: String, _ index: String) -> String {
    """
    SELECT \(column), position FROM record INDEXED BY \(index) WHERE \(column) IS NOT NULL
    ORDER BY \(column), position
    """
  }

  /// Every entry in order: its key as two numbers, and the position that it leads to.
  ///
  /// - Returns: False if the index is not there, or its entries do not rise.
  package func forEach(
    _ connection: Connection, _ body: (UInt64, UInt64, _ position: Int64) throws -> Void
  ) throws -> Bool {
    let isThere =
      try self == .starter
      ? AttemptStartTable.exists(connection) : Self.isCovered(sql, connection)
    guard isThere else { return false }
    return try connection.withRaw(sql) { raw in
      switch self {
      case .id, .attempt: try Self.ids(raw, body)
      case .sequence: try Self.sequences(raw, body)
      case .starter: try Self.starters(raw, body)
      }
    }
  }

  private static func ids(
    _ raw: RawStatement, _ body: (UInt64, UInt64, Int64) throws -> Void
  ) throws -> Bool {
    var before: (UInt64, UInt64, Int64)?
    while try raw.step() {
      guard let halves = raw.bytes(0).halves else { return false }
      let entry = (halves.0, halves.1, raw.integer(1))
      if let before, entry <= before { return false }
      before = entry
      try body(entry.0, entry.1, entry.2)
    }
    return true
  }

  private static func sequences(
    _ raw: RawStatement, _ body: (UInt64, UInt64, Int64) throws -> Void
  ) throws -> Bool {
    var before: (Int64, Int64)?
    while try raw.step() {
      let entry = (raw.integer(0), raw.integer(1))
      if let before, entry <= before { return false }
      before = entry
      try body(UInt64(bitPattern: entry.0), UInt64(bitPattern: entry.1), raw.integer(2))
    }
    return true
  }

  private static func starters(
    _ raw: RawStatement, _ body: (UInt64, UInt64, Int64) throws -> Void
  ) throws -> Bool {
    var before: (actor: [UInt8], position: Int64)?
    while try raw.step() {
      let (actor, position) = (raw.bytes(0), raw.integer(1))
      if let before {
        let isHigher = before.actor.lexicographicallyPrecedes(actor)
        let isSame = before.actor.elementsEqual(actor)
        guard isHigher || isSame && before.position < position else { return false }
      }
      before = (Array(actor), position)
      let bits = AttemptStartTable.bits(of: actor)
      try body(bits.0, bits.1, position)
    }
    return true
  }

  /// True if SQLite answers a query from an index alone.
  private static func isCovered(_ sql: String, _ connection: Connection) -> Bool {
    let plan = try? Row.fetchAll(connection.database, sql: "EXPLAIN QUERY PLAN " + sql)
      .map { $0["detail"] as String }
    guard let plan else { return false }
    return plan.count == 1 && plan[0].contains("COVERING INDEX")
  }
}
