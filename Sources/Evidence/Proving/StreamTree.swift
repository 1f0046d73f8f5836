import EventLog
import Integrations
import Transparency

/// The tree over one company's records, from their stored hashes.
///
/// Nothing of the tree is stored: one pass over the stream computes it, in memory that grows with
/// the height of the tree only.
struct StreamTree {
  private let stream: Int64
  private let company: Company
  private let connection: Connection

  init(_ stream: Int64, _ company: Company, _ connection: Connection) {
    self.stream = stream
    self.company = company
    self.connection = connection
  }

  /// The right edge after the first leaves; after all of them for `.max`.
  ///
  /// - Parameters:
  ///   - published: An earlier right edge, which the tree must have had at that size.
  ///   - made: Called with every perfect subtree.
  /// - Throws: `EvidenceError.contradicted` if the records are not those that were published.
  func frontier(
    of size: Int64 = .max, holding published: Frontier? = nil,
    made: (Node, TreeHash) throws -> Void = { _, _ in }
  ) throws -> Frontier {
    var frontier = Frontier()
    var isHeld = published == nil
    try HashScan.stream(stream, below: size, connection) { row in
      guard row.sequence == Int64(frontier.size) else {
        throw RecordScan.missing(sequence: Int64(frontier.size), before: row.position)
      }
      try frontier.append(row.hash, made: made)
      if let published, frontier.size == published.size { isHeld = frontier == published }
    }
    let whole = try StreamTable.size(of: stream, connection)
    guard Int64(frontier.size) == min(size, whole) else {
      throw StreamTable.wrongSize(stream, min(size, whole), Int64(frontier.size))
    }
    guard isHeld else { throw EvidenceError.contradicted(company) }
    return frontier
  }

  /// The proof of a leaf in the whole tree, and the tree's right edge; nil if there is no such
  /// leaf.
  func proof(
    of sequence: Int64, holding published: Frontier?
  ) throws -> (hashes: [TreeHash], frontier: Frontier)? {
    let size = try frontier(holding: published).size
    guard sequence >= 0, sequence < size else { return nil }
    var edge = Frontier()
    let hashes = try WantedNodes.proof(of: UInt64(sequence), in: size) {
      edge = try frontier(of: Int64(size), made: $0)
    }
    return (hashes, edge)
  }
}

/// Collects the subtrees that a proof needs, in two runs of the same algorithm.
///
/// The first run gets empty hashes and only shows which subtrees are needed; the second, after a
/// pass over the leaves has found them, makes the proof.
final class WantedNodes: NodeSource {
  private var nodes: [Node: TreeHash?] = [:]

  /// The proof of a leaf.
  ///
  /// - Parameter folding: Passes over all leaves, and calls its argument with every perfect
  ///   subtree.
  static func proof(
    of leaf: UInt64, in size: UInt64, folding: ((Node, TreeHash) throws -> Void) throws -> Void
  ) throws -> [TreeHash] {
    let wanted = WantedNodes()
    _ = try wanted.inclusionProof(of: leaf, in: size)
    try folding { wanted.found($0, $1) }
    return try wanted.inclusionProof(of: leaf, in: size)
  }

  func hash(of node: Node) -> TreeHash {
    if let known = nodes[node], let hash = known { return hash }
    nodes[node] = .some(nil)
    return .empty
  }

  func found(_ node: Node, _ hash: TreeHash) {
    if nodes[node] != nil { nodes[node] = hash }
  }
}
