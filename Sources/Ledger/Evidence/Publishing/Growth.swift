import GRDB
import Integrations
import Transparency

/// What the trees grew by since the last publication: those of companies and that of the order.
///
/// Only right edges are stored, so it costs as much as there are new records. The first publication
/// of an epoch reads all of them, and so does the first that has the order where those before it
/// had none.
struct Growth {
  private let last: Publication?
  private let origins: Origins
  private let database: Database
  private let trees = StreamTable<Frontier>()
  /// The tree over all records by position.
  private(set) var order: Frontier

  init(since last: Publication?, _ origins: Origins, _ database: Database) throws {
    self.last = last
    self.origins = origins
    self.database = database
    order = Frontier()
    guard let last else { return }
    if let published = try RootLeaf.lastOrder(origins, database) {
      guard Int64(published.frontier.size) == last.position else {
        throw LedgerError.contradictedOrder
      }
      order = published.frontier
    } else {
      order = try OrderTree(database).frontier(of: last.position)
    }
  }

  /// Reads the new records.
  ///
  /// - Throws: `LedgerError` where one does not come next after what was published.
  mutating func read(_ progress: Progress?) throws {
    let start = last?.position ?? 0
    let total = try LogWriter.head(database).position - start
    let sql = """
      SELECT position, stream, sequence, hash FROM record WHERE position > ? ORDER BY position
      """
    try database.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      while try raw.step() {
        let position = raw.integer(0)
        guard Int64(order.size) == position - 1 else {
          throw Self.unreadable(position, "the one before it is missing")
        }
        guard let hash = TreeHash(raw.bytes(3)) else {
          throw Self.unreadable(position, "its hash has not 32 bytes")
        }
        order.append(hash)
        try add(hash, at: position, raw.integer(1), raw.integer(2))
        if (position - start) % 8192 == 0 { progress?(position - start, total) }
      }
    }
  }

  private func add(
    _ hash: TreeHash, at position: Int64, _ stream: Int64, _ sequence: Int64
  ) throws {
    func append(to tree: inout Frontier) throws {
      guard sequence == Int64(tree.size) else {
        throw Self.unreadable(
          position, "its sequence is \(sequence) where \(tree.size) comes next")
      }
      tree.append(hash)
    }
    if try trees.update(stream, append) { return }
    var tree = Frontier()
    if last != nil {
      let company = try Self.company(of: stream, database)
      tree = try RootLeaf.last(of: stream, company, origins, database)?.frontier ?? tree
    }
    try append(to: &tree)
    trees[stream] = tree
  }

  /// Every company that has new records, in the order of their streams.
  func forEachCompany(_ body: (Int64, String, Frontier) throws -> Void) throws {
    try trees.forEach { stream, frontier in
      try body(stream, try Self.company(of: stream, database), frontier)
    }
  }

  private static func company(of stream: Int64, _ database: Database) throws -> String {
    let company = try database.withRaw("SELECT company FROM stream WHERE id = ?") { raw in
      raw.bind(stream, at: 1)
      return try raw.step() ? raw.text(0) : nil
    }
    guard let company else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "the stream \(stream) has no company")
    }
    return company
  }

  private static func unreadable(_ position: Int64, _ what: String) -> LedgerError {
    .unreadable(position: Position(position), what: what)
  }
}
