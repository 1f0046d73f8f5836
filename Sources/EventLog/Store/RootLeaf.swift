import GRDB
import Integrations
package import Transparency

/// A leaf of the root tree, a row of `anchor`: a company's log, or the order of all records, as it
/// was published.
package struct RootLeaf {
  /// The `stream` of leaves that publish the order of all records.
  package static let orderStream: Int64 = 0

  /// The leaf's number in the root tree, from 0.
  package var index: Int64
  /// The number of the company's stream, or `orderStream`.
  package var stream: Int64
  /// The right edge of the tree that was published.
  package var frontier: Frontier
  /// The leaf's hash.
  package var hash: TreeHash

  /// A leaf that is to be inserted.
  package init(index: Int64, stream: Int64, frontier: Frontier, hash: TreeHash) {
    self.index = index
    self.stream = stream
    self.frontier = frontier
    self.hash = hash
  }

  // MARK: Rows

  /// Leaves of an epoch's root tree, from one up to another.
  package struct Leaves {
    var epoch: Int64
    var start: Int64
    var end: Int64

    /// The leaves of an epoch from the number `start` up to, and without, `end`.
    package init(epoch: Int64, _ start: Int64, _ end: Int64) {
      self.epoch = epoch
      self.start = start
      self.end = end
    }
  }

  private static let columns = "leaf, stream, size, subtrees, hash"

  /// A row of `columns`; nil if no sound ledger has such a row.
  private init?(_ raw: RawStatement) {
    guard let frontier = Frontier(size: raw.integer(2), stored: raw.bytes(3)), frontier.size > 0,
      let hash = TreeHash(raw.bytes(4)), Bounds.isCount(raw.integer(0))
    else { return nil }
    index = raw.integer(0)
    stream = raw.integer(1)
    self.frontier = frontier
    self.hash = hash
  }

  /// The latest leaf of a stream in an epoch; nil if it has none.
  package static func last(
    of stream: Int64, epoch: Int64, _ connection: Connection
  ) throws -> RootLeaf? {
    let sql = """
      SELECT \(columns) FROM anchor WHERE stream = ? AND epoch = ? ORDER BY size DESC LIMIT 1
      """
    return try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      raw.bind(epoch, at: 2)
      guard try raw.step() else { return nil }
      guard let leaf = RootLeaf(raw) else { throw damaged }
      return leaf
    }
  }

  /// True if the order of all records was ever published.
  package static func isAnyOrder(_ connection: Connection) throws -> Bool {
    try connection.withRaw("SELECT 1 FROM anchor WHERE stream = ? LIMIT 1") { raw in
      raw.bind(orderStream, at: 1)
      return try raw.step()
    }
  }

  /// Some leaves of an epoch, in order; `body` gets nil for a row that cannot be one.
  package static func forEach(
    _ leaves: Leaves, _ connection: Connection, _ body: (RootLeaf?) throws -> Void
  ) throws {
    let sql = """
      SELECT \(columns) FROM anchor WHERE epoch = ? AND leaf >= ? AND leaf < ? ORDER BY leaf
      """
    try connection.withRaw(sql) { raw in
      raw.bind(leaves.epoch, at: 1)
      raw.bind(leaves.start, at: 2)
      raw.bind(leaves.end, at: 3)
      while try raw.step() { try body(RootLeaf(raw)) }
    }
  }

  /// Inserts the row.
  package func insert(epoch: Int64, _ connection: Connection) throws {
    let sql = "INSERT INTO anchor (epoch, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)"
    try connection.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(index, at: 2)
      raw.bind(stream, at: 3)
      raw.bind(Int64(frontier.size), at: 4)
      frontier.stored.withUnsafeBytes { raw.bind(blob: $0, at: 5) }
      hash.withBytes { raw.bind(blob: $0, at: 6) }
      try raw.run()
    }
  }

  /// The hashes of the first leaves of an epoch's root tree, in order.
  package static func hashes(
    epoch: Int64, below size: Int64, _ connection: Connection, _ body: (TreeHash) throws -> Void
  ) throws {
    let sql = "SELECT hash FROM anchor WHERE epoch = ? AND leaf < ? ORDER BY leaf"
    try connection.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(size, at: 2)
      while try raw.step() {
        guard let hash = TreeHash(raw.bytes(0)) else { throw damaged }
        try body(hash)
      }
    }
  }

  /// The right edges of the first leaves of an epoch's root tree, in order, each with its company;
  /// nil for the order of all records.
  package static func edges(
    epoch: Int64, below size: Int64, _ connection: Connection,
    _ body: (_ company: String?, _ frontier: Frontier) throws -> Void
  ) throws {
    let sql = """
      SELECT stream.company, anchor.size, anchor.subtrees, anchor.stream FROM anchor
      LEFT JOIN stream ON stream.id = anchor.stream WHERE epoch = ? AND leaf < ? ORDER BY leaf
      """
    try connection.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(size, at: 2)
      while try raw.step() {
        guard let frontier = Frontier(size: raw.integer(1), stored: raw.bytes(2)) else { continue }
        try body(raw.integer(3) == orderStream ? nil : raw.text(0), frontier)
      }
    }
  }

  private static var damaged: any Error { Connection.corrupt("an anchor cannot be read") }
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

  /// The right edge as a row holds it.
  var stored: [UInt8] { subtrees.flatMap(\.bytes) }
}
