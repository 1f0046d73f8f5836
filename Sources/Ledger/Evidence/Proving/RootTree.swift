import GRDB
import Transparency

/// The tree over the checkpoints of companies, read from the hashes of its leaves.
struct RootTree {
  private let epoch: Int64
  private let database: Database

  init(_ epoch: Int64, _ database: Database) {
    self.epoch = epoch
    self.database = database
  }

  /// The right edge after the first leaves; after all of them for `.max`.
  func frontier(
    of size: Int64 = .max, made: (Node, TreeHash) throws -> Void = { _, _ in }
  ) throws -> Frontier {
    var frontier = Frontier()
    let sql = "SELECT hash FROM anchor WHERE epoch = ? AND leaf < ? ORDER BY leaf"
    try database.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(size, at: 2)
      while try raw.step() {
        guard let hash = TreeHash(raw.bytes(0)) else {
          throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an anchor cannot be read")
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
