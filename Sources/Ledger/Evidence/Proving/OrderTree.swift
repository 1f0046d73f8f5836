import GRDB
import Integrations
import Transparency

/// The tree over the records of all companies by position, read from the hashes beside them.
///
/// Leaf 0 is record #1. As with a company's tree, one pass folds it and nothing of it is stored.
struct OrderTree {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The right edge after the first records; after all of them for `.max`.
  func frontier(
    of size: Int64 = .max, made: (Node, TreeHash) throws -> Void = { _, _ in }
  ) throws -> Frontier {
    var frontier = Frontier()
    let sql = """
      SELECT position, hash FROM record WHERE position BETWEEN 1 AND ? ORDER BY position
      """
    try database.withRaw(sql) { raw in
      raw.bind(size, at: 1)
      while try raw.step() {
        let position = raw.integer(0)
        guard position == Int64(frontier.size) + 1, let hash = TreeHash(raw.bytes(1)) else {
          throw LedgerError.unreadable(
            position: Position(position),
            what: "the one before it is missing, or its hash has not 32 bytes")
        }
        try frontier.append(hash, made: made)
      }
    }
    return frontier
  }

  /// The hashes that lead from a leaf to the root over the first leaves.
  func proof(of leaf: UInt64, in size: UInt64) throws -> [TreeHash] {
    try WantedNodes.proof(of: leaf, in: size) { _ = try frontier(of: Int64(size), made: $0) }
  }
}
