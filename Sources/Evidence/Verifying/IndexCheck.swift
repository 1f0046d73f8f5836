import EventLog
import Foundation
import Integrations
import Synchronization

/// Compares the indexes of `record`, and those of small tables, with their tables' rows.
///
/// An index answers queries by itself, so a row that it leaves out is there and never shown. Each
/// index is read from one end to the other, without the table: its entries must rise, and their
/// keyed sum must be that of the rows. Then a search in it finds what is there.
///
/// A search by position uses the inner pages of the table, which a scan does not read; so each
/// position is looked up as well.
struct IndexCheck {
  private let key = KeyedSum.Key()
  private var ids = KeyedSum()
  private var sequences = KeyedSum()
  private var attempts = KeyedSum()
  private var starters = KeyedSum()
  private var last: Int64 = 0

  /// Adds a row that the scan of the table found.
  mutating func add(_ row: borrowing DecodedRow) {
    last = row.position
    let position = UInt64(bitPattern: row.position)
    if let columns = row.columns {
      ids.add(columns.idBits.0, columns.idBits.1, position, mixedBy: key)
      if let bits = columns.attemptBits { attempts.add(bits.0, bits.1, position, mixedBy: key) }
      if let bits = columns.starterBits { starters.add(bits.0, bits.1, position, mixedBy: key) }
    }
    sequences.add(
      UInt64(bitPattern: row.stream), UInt64(bitPattern: row.sequence), position, mixedBy: key)
  }

  /// The indexes that do not lead to the rows that are there, each as a clause.
  func faults(_ connection: Connection, _ files: LedgerFiles) throws -> [Text] {
    var work: [@Sendable (Connection) throws -> Text?] = []
    let (key, last) = (key, last)
    var expected: [(RecordIndex, KeyedSum, String)] = [
      (.id, ids, "id"), (.attempt, attempts, "attempt"),
      (.sequence, sequences, "stream and sequence"),
    ]
    // A ledger of an older layout has none.
    if try AttemptStartTable.exists(connection) { expected.append((.starter, starters, "starter")) }
    for (index, sum, name) in expected {
      work.append { connection in
        let found = try Self.sum(of: index, through: last, key, connection)
        return found == sum
          ? nil
          : Text(
            "the index by \(name) does not have the records that are here",
            "indexet på \(name) har inte de poster som finns här")
      }
    }
    for part in 0..<Int64(2) {
      work.append { connection in
        try RecordScan.firstNotFound(
          after: (last / 2) * part, through: part == 0 ? last / 2 : last, connection
        ).map {
          Text(
            "the record #\($0) is not found by its position",
            "posten #\($0) hittas inte på sin position")
        }
      }
    }
    // These compare a table with its own index, so any snapshot will do.
    work.append {
      try TableIndexes.leadToStreams($0)
        ? nil
        : Text(
          "the index by company does not have the streams that are here",
          "indexet på företag har inte de strömmar som finns här")
    }
    work.append {
      try TableIndexes.leadToRootLeaves($0)
        ? nil
        : Text(
          "the index of anchors does not have those that are here",
          "indexet över ankare har inte de som finns här")
    }
    return try Self.run(work, through: last, connection, files)
  }

  /// The sum of an index; nil if its entries do not rise, or it is not there.
  private static func sum(
    of index: RecordIndex, through last: Int64, _ key: KeyedSum.Key, _ connection: Connection
  ) throws -> KeyedSum? {
    var sum = KeyedSum()
    let isSound = try index.forEach(connection) { high, low, position in
      // Another connection's snapshot may have records that were appended meanwhile.
      guard (1...max(last, 1)).contains(position) else { return }
      sum.add(high, low, UInt64(bitPattern: position), mixedBy: key)
    }
    return isSound ? sum : nil
  }

  // MARK: Connections

  /// Below this many records, another connection costs more than it saves.
  private static let worthSharing: Int64 = 4096

  /// Runs all checks, on two connections if there are many records.
  private static func run(
    _ work: [@Sendable (Connection) throws -> Text?], through last: Int64,
    _ connection: Connection,
    _ files: LedgerFiles
  ) throws -> [Text] {
    let next = Atomic<Int>(0)
    let faults = Mutex<[Int: Result<Text?, any Error>]>([:])
    @Sendable func run(_ connection: Connection) {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < work.count else { return }
        let result = Result { try work[number](connection) }
        faults.withLock { $0[number] = result }
      }
    }
    let group = DispatchGroup()
    if last >= worthSharing {
      let helper = try Reader(files.databasePath)
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        try? helper.read { run($0) }
        try? helper.close()
      }
    }
    run(connection)
    group.wait()
    return try faults.withLock { $0 }.sorted { $0.key < $1.key }.compactMap { try $0.value.get() }
  }
}
