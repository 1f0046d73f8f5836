import Foundation
import GRDB
import Synchronization

/// Holds every index of `record` to its rows, and those of the tables beside it to theirs.
///
/// An index answers queries by itself, so rows that it leaves out are not shown, though they are
/// there. Each is read from one end to the other, without the table: its entries must rise, and
/// their keyed sum must be that of the rows. Then a search in it finds what is there.
///
/// The table has no such second copy, but searching it by position follows numbers that a scan does
/// not come by; so each position is looked up as well.
struct IndexCheck {
  private let key = KeyedSum.Key()
  private var ids = KeyedSum()
  private var sequences = KeyedSum()
  private var attempts = KeyedSum()
  private var last: Int64 = 0

  /// Adds a row as the scan of the table has it.
  mutating func add(_ row: borrowing DecodedRow) {
    last = row.position
    let position = UInt64(bitPattern: row.position)
    if let columns = row.columns {
      ids.add(columns.idBits.0, columns.idBits.1, position, key)
      if let bits = columns.attemptBits { attempts.add(bits.0, bits.1, position, key) }
    }
    sequences.add(
      UInt64(bitPattern: row.stream), UInt64(bitPattern: row.sequence), position, key)
  }

  /// Which of the ways to the records do not lead to all of them.
  func faults(_ database: Database, _ files: LedgerFiles) throws -> [String] {
    let queries: [(name: String, expected: KeyedSum, columns: String, source: String)] = [
      ("id", ids, "id", "record INDEXED BY sqlite_autoindex_record_1 WHERE id IS NOT NULL"),
      (
        "attempt", attempts, "attempt",
        "record INDEXED BY record_by_attempt WHERE attempt IS NOT NULL"
      ),
    ]
    var work: [@Sendable (Database) throws -> String?] = []
    let (key, last, sequences) = (key, last, sequences)
    for (name, expected, columns, source) in queries {
      work.append { database in
        let sql = "SELECT \(columns), position FROM \(source) ORDER BY \(columns), position"
        let found = try Self.sumOfIDs(sql, through: last, key, database)
        return found == expected
          ? nil : "the index by \(name) does not have the records that are here"
      }
    }
    work.append { database in
      let found = try Self.sumOfSequences(through: last, key, database)
      return found == sequences
        ? nil : "the index by stream and sequence does not have the records that are here"
    }
    for part in 0..<Int64(2) {
      work.append { database in
        try Self.lookUp((last / 2) * part, part == 0 ? last / 2 : last, database).map {
          "the record #\($0) is not found by its position"
        }
      }
    }
    // Whatever snapshot these are asked in, they agree with themselves.
    work.append { try SmallTables.streams($0) }
    work.append { try SmallTables.anchors($0) }
    return try Self.run(work, last, database, files)
  }

  // MARK: Scans

  /// The sum of an index over ids; nil where its entries do not rise.
  private static func sumOfIDs(
    _ sql: String, through last: Int64, _ key: KeyedSum.Key, _ database: Database
  ) throws -> KeyedSum? {
    try covered(sql, database) { raw in
      var sum = KeyedSum()
      var before: (UInt64, UInt64, Int64)?
      while try raw.step() {
        guard let bits = raw.bytes(0).halves else { return nil }
        let entry = (bits.0, bits.1, raw.integer(1))
        if let before, entry <= before { return nil }
        before = entry
        // Somebody may have appended since, where another connection reads.
        guard (1...max(last, 1)).contains(entry.2) else { continue }
        sum.add(bits.0, bits.1, UInt64(bitPattern: entry.2), key)
      }
      return sum
    }
  }

  private static func sumOfSequences(
    through last: Int64, _ key: KeyedSum.Key, _ database: Database
  ) throws -> KeyedSum? {
    let sql = """
      SELECT stream, sequence, position FROM record INDEXED BY sqlite_autoindex_record_2
      WHERE stream IS NOT NULL ORDER BY stream, sequence
      """
    return try covered(sql, database) { raw in
      var sum = KeyedSum()
      var before: (Int64, Int64)?
      while try raw.step() {
        let entry = (raw.integer(0), raw.integer(1))
        if let before, entry <= before { return nil }
        before = entry
        guard (1...max(last, 1)).contains(raw.integer(2)) else { continue }
        sum.add(
          UInt64(bitPattern: entry.0), UInt64(bitPattern: entry.1),
          UInt64(bitPattern: raw.integer(2)), key)
      }
      return sum
    }
  }

  /// Runs a scan that must come from the index alone; nil where the index is not there.
  private static func covered(
    _ sql: String, _ database: Database, _ body: (RawStatement) throws -> KeyedSum?
  ) throws -> KeyedSum? {
    let plan = try? Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql)
      .map { $0["detail"] as String }
    guard let plan, plan.count == 1, plan[0].contains("COVERING INDEX") else { return nil }
    return try database.withRaw(sql, body)
  }

  /// The first position that is not found, from the end backwards: SQLite comes to the next one
  /// after another without searching.
  private static func lookUp(
    _ start: Int64, _ end: Int64, _ database: Database
  ) throws -> Int64? {
    let sql = """
      SELECT found.position FROM record AS here
      CROSS JOIN record AS found ON found.position = here.position
      WHERE here.position > ? AND here.position <= ? ORDER BY here.position DESC
      """
    return try database.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      var position = end
      while position > start {
        guard try raw.step(), raw.integer(0) == position else { return position }
        position -= 1
      }
      return nil
    }
  }

  // MARK: Connections

  /// Below this many records, another connection costs more than it saves.
  private static let worthSharing: Int64 = 4096

  /// Does one piece of work after another, on two connections where that helps.
  private static func run(
    _ work: [@Sendable (Database) throws -> String?], _ last: Int64, _ database: Database,
    _ files: LedgerFiles
  ) throws -> [String] {
    let next = Atomic<Int>(0)
    let faults = Mutex<[Int: Result<String?, any Error>]>([:])
    @Sendable func take(_ database: Database) {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < work.count else { return }
        let result = Result { try work[number](database) }
        faults.withLock { $0[number] = result }
      }
    }
    let group = DispatchGroup()
    if last >= worthSharing {
      let helper = try DatabaseQueue.forReading(files.databasePath)
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        try? helper.read { take($0) }
        try? helper.close()
      }
    }
    take(database)
    group.wait()
    return try faults.withLock { $0 }.sorted { $0.key < $1.key }.compactMap { try $0.value.get() }
  }
}
