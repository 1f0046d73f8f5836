import EventLog
import Transparency

/// The root tree of an epoch, from the stored hashes of its leaves.
struct RootTree {
  private let epoch: Int64
  private let connection: Connection

  init(_ epoch: Int64, _ connection: Connection) {
    self.epoch = epoch
    self.connection = connection
  }

  /// The right edge after the first leaves; after all of them for `.max`.
  func frontier(
    of size: Int64 = .max, made: (Node, TreeHash) throws -> Void = { _, _ in }
  ) throws -> Frontier {
    var frontier = Frontier()
    try RootLeaf.hashes(epoch: epoch, below: size, connection) {
      try frontier.append($0, made: made)
    }
    return frontier
  }

  /// The hashes that lead from a leaf to the root over the first leaves.
  func proof(of leaf: UInt64, in size: UInt64) throws -> [TreeHash] {
    try WantedNodes.proof(of: leaf, in: size) { _ = try frontier(of: Int64(size), made: $0) }
  }
}
