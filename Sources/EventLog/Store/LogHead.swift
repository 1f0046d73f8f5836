/// Where the log ends.
package struct LogHead: Hashable {
  /// The last position; 0 if nothing is recorded.
  package let position: Int64
  /// The latest `time` of all records, in milliseconds; `.min` if nothing is recorded.
  package let latest: Int64

  /// The end of the log that the connection's transaction sees.
  package init(_ connection: Connection) throws {
    let sql = "SELECT position, latest FROM record ORDER BY position DESC LIMIT 1"
    (position, latest) = try connection.withRaw(sql) { raw in
      guard try raw.step() else { return (0, .min) }
      let position = raw.integer(0)
      guard position < Bounds.highest else {
        throw Connection.corrupt("no position can come after \(position)")
      }
      return (position, raw.integer(1))
    }
  }
}
