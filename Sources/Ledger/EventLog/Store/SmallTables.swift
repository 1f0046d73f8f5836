import GRDB
import Integrations

/// Holds the tables that are small beside the log to themselves and to each other: whoever looks
/// something up in them finds what a scan of them finds.
enum SmallTables {
  typealias Fault = (kind: VerifyReport.Finding.Kind, what: String)

  static func faults(_ database: Database, _ origins: Origins) throws -> [Fault] {
    try properties(database) + projections(database) + epochs(database, origins)
  }

  // MARK: Ways to the rows

  /// Each company is found by its name and by its number.
  static func streams(_ database: Database) throws -> String? {
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
    return try lookUp(sql, entries, database)
      ? nil : "the index by company does not have the streams that are here"
  }

  /// Each anchor is found by its stream.
  static func anchors(_ database: Database) throws -> String? {
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
    return try lookUp(sql, entries, database)
      ? nil : "the index of anchors does not have those that are here"
  }

  /// - Parameters:
  ///   - sql: Counts the rows that are not found.
  ///   - entries: Counts the rows, and the entries of the index.
  private static func lookUp(
    _ sql: String, _ entries: String, _ database: Database
  ) throws -> Bool {
    do {
      guard let counts = try Row.fetchOne(database, sql: entries) else { return false }
      return try Int64.fetchOne(database, sql: sql) == 0 && counts[0] as Int64 == counts[1]
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      // The index is not there.
      return false
    }
  }

  // MARK: What is true of the whole

  private static func properties(_ database: Database) throws -> [Fault] {
    var faults: [Fault] = []
    for row in try Row.fetchAll(database, sql: "SELECT name, value FROM property ORDER BY name") {
      let (name, value): (String, String) = (row["name"], row["value"])
      switch Property(rawValue: name) {
      case nil: faults.append((.wrongProperty, "there is no property \(name)"))
      case .mark where !["demo", "sandbox"].contains(value):
        faults.append((.wrongProperty, "the mark is neither demo nor sandbox"))
      case .backup where Timestamp(value) == nil:
        faults.append((.wrongProperty, "the property backup is not a time"))
      default:
        if try Property(rawValue: name).map({ try Ledger.value(of: $0, database) }) != value {
          faults.append((.wrongProperty, "the property \(name) is not found by its name"))
        }
      }
    }
    return faults
  }

  private static func projections(_ database: Database) throws -> [Fault] {
    try String.fetchAll(database, sql: "SELECT name FROM projection")
      .filter { Projection(rawValue: $0) == nil }
      .map { (.wrongProjection, "there is no projection \($0)") }
  }

  /// No root is of an epoch that did not begin.
  private static func epochs(_ database: Database, _ origins: Origins) throws -> [Fault] {
    guard let last = try Int64.fetchOne(database, sql: "SELECT max(epoch) FROM publication"),
      last > origins.epoch
    else { return [] }
    return [(.wrongProperty, "the epoch is \(origins.epoch), and roots are signed in \(last)")]
  }
}
