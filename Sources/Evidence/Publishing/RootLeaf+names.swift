import EventLog
import Integrations
import Transparency

extension RootLeaf {
  /// A tree under its name.
  init(leaf: Int64, stream: Int64, _ frontier: Frontier, origin: String) {
    self.init(
      leaf: leaf, stream: stream, frontier: frontier, hash: Self.hash(of: frontier, origin))
  }

  /// The hash of the leaf, which is the unsigned text of the company's checkpoint.
  static func hash(of frontier: Frontier, _ origin: String) -> TreeHash {
    Checkpoint.leaf(origin: origin, size: frontier.size, root: frontier.root)
  }

  /// The last anchor of a company's stream.
  ///
  /// - Throws: `EvidenceError.contradicted` where its right edge is not what its leaf was made of:
  ///   nothing is to be signed that goes on from it.
  static func last(
    of stream: Int64, named company: String, in origins: Origins, _ connection: Connection
  ) throws -> RootLeaf? {
    guard let anchor = try last(of: stream, epoch: origins.epoch, connection) else { return nil }
    guard anchor.hash == hash(of: anchor.frontier, origins.company(company)) else {
      throw EvidenceError.contradicted(Company(stream: company) ?? .system)
    }
    return anchor
  }

  /// The last anchor of the order of all records; nil where no root of this epoch has one.
  ///
  /// - Throws: `EvidenceError.contradictedOrder` where it is not what its leaf was made of.
  static func lastOrder(_ origins: Origins, _ connection: Connection) throws -> RootLeaf? {
    guard let anchor = try last(of: orderStream, epoch: origins.epoch, connection) else {
      return nil
    }
    guard anchor.hash == hash(of: anchor.frontier, origins.order) else {
      throw EvidenceError.contradictedOrder
    }
    return anchor
  }
}

extension Publication {
  /// Whether the note is about this root, whoever signed it.
  func noteIsOf(_ origins: Origins) -> Bool {
    (try? SignedNote(reading: note))?.text == origins.signed(self).description
  }
}
