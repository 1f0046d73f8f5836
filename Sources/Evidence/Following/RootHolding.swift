import EventLog
import Integrations
import Transparency

/// Compares signed roots of a leader with the records here, and stores those that agree.
struct RootHolding {
  private let root: SignedRoot
  private let origins: Origins
  private let connection: Connection
  /// The last root of the same epoch that is here.
  private let last: Publication?

  init(_ root: SignedRoot, of leader: Leader, _ connection: Connection) throws {
    self.root = root
    self.connection = connection
    origins = Origins(name: leader.name, epoch: root.epoch)
    last = try Publication.last(epoch: root.epoch, connection)
  }

  /// Compares and stores the root; one that is stored already is left as it is.
  ///
  /// - Throws: `FollowError`, with the first record that can be wrong.
  func hold(signedBy keys: [VerifierKey]) throws {
    if let last, last.frontier.size >= root.frontier.size {
      let stored = try Publication.find(
        epoch: root.epoch, size: Int64(root.frontier.size), connection)
      guard stored?.frontier == root.frontier else {
        throw FollowError.badPublication(
          Text("another root was held before", "en annan rot har hållits förut"),
          Position(root.position))
      }
      return
    }
    let expected = try expectedLeaves()
    let stored = try compare(expected)
    for leaf in stored { try leaf.insert(epoch: root.epoch, connection) }
    try Publication(
      epoch: root.epoch, position: root.position, root.frontier, note: root.note.description
    ).insert(connection)
    try KeyTable.insert(keys, connection)
  }

  // MARK: Leaves

  /// A tree as the records here make it.
  private struct Expected {
    var stream: Int64
    /// nil for the order of all records.
    var company: String?
    var frontier: Frontier
    var hash: TreeHash
  }

  private func expectedLeaves() throws -> [Expected] {
    var growth = try TreeGrowth(since: last, origins, connection)
    try growth.read(through: root.position, nil)
    var expected: [Expected] = []
    try growth.forEachCompany { stream, company, frontier in
      expected.append(
        Expected(
          stream: stream, company: company, frontier: frontier,
          hash: RootLeaf.hash(of: frontier, origins.company(company))))
    }
    let order = RootLeaf.hash(of: growth.order, origins.order)
    expected.append(
      Expected(
        stream: RootLeaf.orderStream, company: nil, frontier: growth.order, hash: order))
    return expected
  }

  /// The leaves as they are stored, in the leader's order.
  ///
  /// A leaf has its tree's name in its hash. So it is found among the trees here by its hash, and the
  /// leader may number its companies in another way.
  private func compare(_ expected: [Expected]) throws -> [RootLeaf] {
    var byHash = Dictionary(expected.map { ($0.hash, $0) }) { first, _ in first }
    let leaves = try root.leaves.map { leaf in
      guard let tree = byHash.removeValue(forKey: leaf.hash) else { throw try finding(expected) }
      return RootLeaf(
        index: leaf.index, stream: tree.stream, frontier: tree.frontier, hash: leaf.hash)
    }
    // Roots from before the order was published have no such leaf; later ones always do.
    if byHash.count == 1, byHash.first?.value.company == nil,
      try !RootLeaf.isAnyOrder(connection)
    {
      return leaves
    }
    guard byHash.isEmpty, leaves.last?.stream == RootLeaf.orderStream else {
      throw try finding(expected)
    }
    return leaves
  }

  /// What differs, and the first record that can be wrong.
  private func finding(_ expected: [Expected]) throws -> FollowError {
    let signed = Set(root.leaves.map(\.hash))
    let start = (last?.position ?? 0) + 1
    let wrong = expected.first { $0.company != nil && !signed.contains($0.hash) }
    guard let wrong, let company = wrong.company.flatMap({ Company(stream: $0) }) else {
      return expected.contains { $0.company == nil && !signed.contains($0.hash) }
        ? .reordered(Position(start), through: Position(root.position))
        : .badPublication(
          Text(
            "it has a leaf that no records make", "den har ett löv som inga poster ger upphov till"),
          Position(start - 1))
    }
    var first = start
    try HashScan.log(after: start - 1, through: root.position, connection) { row in
      if row.stream == wrong.stream, first == start { first = row.position }
    }
    return .notSigned(company, Position(first), through: Position(root.position))
  }
}
