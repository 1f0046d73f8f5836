import GRDB
import Integrations
import Transparency

/// A leaf of the root tree: a company's log, or the order of all records, as it was published.
struct RootLeaf {
  /// What stands in the place of a stream where the leaf is the order of all records.
  static let orderStream: Int64 = 0

  var leaf: Int64
  var stream: Int64
  var frontier: Frontier
  var hash: TreeHash

  /// A tree under its name.
  init(leaf: Int64, stream: Int64, _ frontier: Frontier, origin: String) {
    self.leaf = leaf
    self.stream = stream
    self.frontier = frontier
    hash = Self.hash(of: frontier, origin)
  }

  /// The hash of the leaf, which is the unsigned text of the company's checkpoint.
  static func hash(of frontier: Frontier, _ origin: String) -> TreeHash {
    Checkpoint.leaf(origin: origin, size: frontier.size, root: frontier.root)
  }

  // MARK: Rows

  /// Leaves of an epoch's root tree, from one up to another.
  struct Leaves {
    var epoch: Int64
    var start: Int64
    var end: Int64

    init(epoch: Int64, _ start: Int64, _ end: Int64) {
      self.epoch = epoch
      self.start = start
      self.end = end
    }
  }

  private static let columns = "leaf, stream, size, subtrees, hash"

  /// A row of `columns`; nil where it cannot be one.
  private init?(_ raw: RawStatement) {
    guard let frontier = Frontier(size: raw.integer(2), stored: raw.bytes(3)), frontier.size > 0,
      let hash = TreeHash(raw.bytes(4)), Bounds.isCount(raw.integer(0))
    else { return nil }
    leaf = raw.integer(0)
    stream = raw.integer(1)
    self.frontier = frontier
    self.hash = hash
  }

  /// The last anchor of a company's stream.
  ///
  /// - Throws: `LedgerError.contradicted` where its right edge is not what its leaf was made of:
  ///   nothing is to be signed that goes on from it.
  static func last(
    of stream: Int64, _ company: String, _ origins: Origins, _ database: Database
  ) throws -> RootLeaf? {
    guard let anchor = try last(of: stream, epoch: origins.epoch, database) else { return nil }
    guard anchor.hash == hash(of: anchor.frontier, origins.company(company)) else {
      throw LedgerError.contradicted(Company(stream: company) ?? .system)
    }
    return anchor
  }

  /// The last anchor of the order of all records; nil where no root of this epoch has one.
  ///
  /// - Throws: `LedgerError.contradictedOrder` where it is not what its leaf was made of.
  static func lastOrder(_ origins: Origins, _ database: Database) throws -> RootLeaf? {
    guard let anchor = try last(of: orderStream, epoch: origins.epoch, database) else { return nil }
    guard anchor.hash == hash(of: anchor.frontier, origins.order) else {
      throw LedgerError.contradictedOrder
    }
    return anchor
  }

  private static func last(
    of stream: Int64, epoch: Int64, _ database: Database
  ) throws -> RootLeaf? {
    let sql = """
      SELECT \(columns) FROM anchor WHERE stream = ? AND epoch = ? ORDER BY size DESC LIMIT 1
      """
    return try database.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      raw.bind(epoch, at: 2)
      guard try raw.step() else { return nil }
      guard let anchor = RootLeaf(raw) else { throw damaged }
      return anchor
    }
  }

  /// The anchors of some leaves of an epoch, in order; nil for a row that cannot be one.
  static func forEach(
    _ leaves: Leaves, _ database: Database, _ body: (RootLeaf?) throws -> Void
  ) throws {
    let sql = """
      SELECT \(columns) FROM anchor WHERE epoch = ? AND leaf >= ? AND leaf < ? ORDER BY leaf
      """
    try database.withRaw(sql) { raw in
      raw.bind(leaves.epoch, at: 1)
      raw.bind(leaves.start, at: 2)
      raw.bind(leaves.end, at: 3)
      while try raw.step() { try body(RootLeaf(raw)) }
    }
  }

  func insert(epoch: Int64, _ database: Database) throws {
    let sql = "INSERT INTO anchor (epoch, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)"
    try database.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(leaf, at: 2)
      raw.bind(stream, at: 3)
      raw.bind(Int64(frontier.size), at: 4)
      frontier.stored.withUnsafeBytes { raw.bind(blob: $0, at: 5) }
      hash.withBytes { raw.bind(blob: $0, at: 6) }
      try raw.run()
    }
  }

  private static var damaged: DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an anchor cannot be read")
  }
}

extension Frontier {
  /// A right edge as a row holds it: 32 bytes a perfect subtree, largest first.
  init?(size: Int64, stored bytes: UnsafeRawBufferPointer) {
    guard size >= 0, bytes.count % TreeHash.byteCount == 0 else { return nil }
    let subtrees = stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
      TreeHash(UnsafeRawBufferPointer(rebasing: bytes[$0..<($0 + TreeHash.byteCount)]))
    }
    self.init(size: UInt64(size), subtrees: subtrees)
  }

  var stored: [UInt8] { subtrees.flatMap(\.bytes) }
}
