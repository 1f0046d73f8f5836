import GRDB

/// Checks that the indexes of small tables lead to the rows that a scan finds.
package enum TableIndexes {
  /// True if each company is found by its name and by its number.
  package static func leadToStreams(_ connection: Connection) throws -> Bool {
    let sql = """
      SELECT count(*) FROM (SELECT id, company FROM stream NOT INDEXED ORDER BY +id) AS row
      WHERE row.id IS NOT (
          SELECT id FROM stream INDEXED BY sqlite_autoindex_stream_1 WHERE company = row.company)
        OR row.company IS NOT (SELECT company FROM stream WHERE id = row.id)
      """
    let entries = """
      SELECT (SELECT count(*) FROM stream NOT INDEXED),
        (SELECT count(*) FROM stream INDEXED BY sqlite_autoindex_stream_1 WHERE company >= '')
      """
    return try lookUp(sql, entries, connection)
  }

  /// True if each root leaf is found by its stream.
  package static func leadToRootLeaves(_ connection: Connection) throws -> Bool {
    let sql = """
      SELECT count(*) FROM anchor AS row WHERE row.leaf IS NOT (
        SELECT leaf FROM anchor INDEXED BY anchor_by_stream
        WHERE stream = row.stream AND epoch = row.epoch AND size = row.size)
      """
    let entries = """
      SELECT (SELECT count(*) FROM anchor NOT INDEXED),
        (SELECT count(*) FROM anchor INDEXED BY anchor_by_stream
         WHERE stream > -9223372036854775807)
      """
    return try lookUp(sql, entries, connection)
  }

  /// Runs both queries; false if the index is missing.
  ///
  /// - Parameters:
  ///   - sql: Counts the rows that are not found.
  ///   - entries: Counts the rows, and the entries of the index.
  private static func lookUp(
    _ sql: String, _ entries: String, _ connection: Connection
  ) throws -> Bool {
    do {
      guard let counts = try Row.fetchOne(connection.database, sql: entries) else { return false }
      return try Int64.fetchOne(connection.database, sql: sql) == 0
        && counts[0] as Int64 == counts[1]
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      // The index is not there.
      return false
    }
  }
}
