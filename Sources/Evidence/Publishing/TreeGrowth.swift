import EventLog
import Integrations
import Transparency

/// How the trees have grown since the last publication: those of companies, and that of the order.
///
/// The right edges of the trees are stored, so only new records are read. Two publications read all
/// records: the first of an epoch, and the first with the order in a ledger of an earlier version.
struct TreeGrowth {
  private let last: Publication?
  private let origins: Origins
  private let connection: Connection
  private let trees = StreamMap<Frontier>()
  /// The tree over all records by position.
  private(set) var order: Frontier

  init(since last: Publication?, _ origins: Origins, _ connection: Connection) throws {
    self.last = last
    self.origins = origins
    self.connection = connection
    order = Frontier()
    guard let last else { return }
    if let published = try RootLeaf.lastOrder(origins, connection) {
      guard Int64(published.frontier.size) == last.position else {
        throw EvidenceError.contradictedOrder
      }
      order = published.frontier
    } else {
      order = try OrderTree(connection).frontier(of: last.position)
    }
  }

  /// Reads the new records, and appends them to their trees.
  ///
  /// - Parameter end: The last record that counts.
  /// - Throws: `LedgerError` if a record does not continue what was published.
  mutating func read(through end: Int64 = .max, _ progress: ProgressHandler?) throws {
    let start = last?.position ?? 0
    let total = try LogHead(connection).position - start
    try HashScan.log(after: start, through: end, connection) { row in
      guard Int64(order.size) == row.position - 1 else {
        throw Self.unreadable(
          row.position, Text("the one before it is missing", "den före den saknas"))
      }
      order.append(row.hash)
      try add(row)
      if (row.position - start) % 8192 == 0 { progress?(row.position - start, total) }
    }
  }

  private func add(_ row: HashRow) throws {
    func append(to tree: inout Frontier) throws {
      guard row.sequence == Int64(tree.size) else {
        throw Self.unreadable(
          row.position,
          Text(
            "its sequence is \(row.sequence) where \(tree.size) comes next",
            "dess sekvens är \(row.sequence) där \(tree.size) kommer härnäst"))
      }
      tree.append(row.hash)
    }
    if try trees.update(row.stream, append) { return }
    var tree = Frontier()
    if last != nil {
      let company = try StreamTable.company(of: row.stream, connection)
      tree =
        try RootLeaf.last(of: row.stream, named: company, in: origins, connection)?.frontier ?? tree
    }
    try append(to: &tree)
    trees[row.stream] = tree
  }

  /// Every company that has new records, in the order of their streams.
  func forEachCompany(_ body: (Int64, String, Frontier) throws -> Void) throws {
    try trees.forEach { stream, frontier in
      try body(stream, try StreamTable.company(of: stream, connection), frontier)
    }
  }

  private static func unreadable(_ position: Int64, _ what: Text) -> LedgerError {
    .unreadable(position: Position(position), what: what)
  }
}
