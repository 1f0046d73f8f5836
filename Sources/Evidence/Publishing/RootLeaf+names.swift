import EventLog
import Integrations
import Transparency

extension RootLeaf {
  /// The leaf that publishes a tree under its name.
  init(index: Int64, stream: Int64, _ frontier: Frontier, origin: String) {
    self.init(
      index: index, stream: stream, frontier: frontier, hash: Self.hash(of: frontier, origin))
  }

  /// The hash of the leaf, which is the unsigned text of the tree's checkpoint.
  static func hash(of frontier: Frontier, _ origin: String) -> TreeHash {
    Checkpoint.leaf(origin: origin, size: frontier.size, root: frontier.root)
  }

  /// The last leaf of a company's stream; nil if no root of this epoch has one.
  ///
  /// - Throws: `EvidenceError.contradicted` if the stored right edge does not have the leaf's hash,
  ///   so that nothing is signed that continues it.
  static func last(
    of stream: Int64, named company: String, in origins: Origins, _ connection: Connection
  ) throws -> RootLeaf? {
    guard let leaf = try last(of: stream, epoch: origins.epoch, connection) else { return nil }
    guard leaf.hash == hash(of: leaf.frontier, origins.company(company)) else {
      throw EvidenceError.contradicted(Company(stream: company) ?? .system)
    }
    return leaf
  }

  /// The last leaf of the order of all records; nil if no root of this epoch has one.
  ///
  /// - Throws: `EvidenceError.contradictedOrder` if the stored right edge does not have the leaf's
  ///   hash.
  static func lastOrder(_ origins: Origins, _ connection: Connection) throws -> RootLeaf? {
    guard let leaf = try last(of: orderStream, epoch: origins.epoch, connection) else {
      return nil
    }
    guard leaf.hash == hash(of: leaf.frontier, origins.order) else {
      throw EvidenceError.contradictedOrder
    }
    return leaf
  }
}

extension Publication {
  /// True if the note is about this root, with whatever signature.
  func noteIsOf(_ origins: Origins) -> Bool {
    (try? SignedNote(reading: note))?.text == origins.signed(self).description
  }
}
