import EventLog
import Integrations
import Transparency

/// The keys that records of this ledger name, which signed before the current one.
///
/// Records from before the first publication do not count: they may be imported, and name keys of
/// another ledger.
struct NamedKeys {
  /// The digest of the keys that a record retired, by the record's position.
  private(set) var retirements: [Int64: String] = [:]
  /// The named keys of roots, as texts.
  private(set) var roots: Set<String> = []

  /// Adds the keys that a record names.
  mutating func read(_ bookkeeping: Record.Bookkeeping, at position: Int64) {
    guard let name = Record.Bookkeeping.Name(rawValue: bookkeeping.name),
      [.keyRotated, .keyRetired, .restored].contains(name)
    else { return }
    for member in ["key", "previous"] {
      if case .string(let key)? = bookkeeping.data[member] { roots.insert(key) }
    }
    if case .string(let rows)? = bookkeeping.data["rows"] { retirements[position] = rows }
  }

  /// True if a stored key is named, by itself or among the rows that a record retired.
  ///
  /// - Parameter hasAllRows: True if the rows that the record at a position retired are all there.
  func isNamed(
    _ key: VerifierKey, retired: Int64?, hasAllRows: (Int64) throws -> Bool
  ) rethrows -> Bool {
    if roots.contains(key.description) { return true }
    guard let retired, retirements[retired] != nil else { return false }
    return try hasAllRows(retired)
  }

  /// True if the stored rows that a record retired have the digest that the record has.
  func hasAllRows(retiredBy position: Int64, _ connection: Connection) throws -> Bool {
    try retirements[position] == KeyTable.digest(retiredBy: position, connection)
  }
}

extension NamedKeys {
  /// The keys that the published records name.
  ///
  /// - Throws: `EvidenceError.contradicted` if the records are not those that the seeds signed.
  init(publishedIn connection: Connection, _ origins: Origins, _ seeds: SigningSeeds) throws {
    guard let stream = try StreamTable.find(.system, connection),
      let leaf = try RootLeaf.last(
        of: stream.id, named: Company.system.id, in: origins, connection),
      let publication = try Publication.last(epoch: origins.epoch, connection),
      let first = try Publication.firstPosition(connection)
    else { return }
    var found: [(Record.Bookkeeping, Int64)] = []
    let frontier = try VerifiedScan.records(of: stream.id, leaf.frontier.size, connection) {
      row, _ in
      if row.position > first, let said = try Record.Bookkeeping(row) {
        found.append((said, row.position))
      }
    }
    let root = try RootTree(origins.epoch, connection).frontier(
      of: Int64(publication.frontier.size))
    guard frontier == leaf.frontier, root == publication.frontier,
      let note = try? SignedNote(reading: publication.note),
      note.text == origins.signed(publication).description,
      try seeds.haveSigned(publication.note, as: origins.root)
    else { throw EvidenceError.contradicted(.system) }
    for (said, position) in found { read(said, at: position) }
  }
}
