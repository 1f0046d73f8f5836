import GRDB
package import Transparency

/// A signed root, and how far into the log its leaves reach.
package struct Publication {
  /// The epoch, from 1.
  package var epoch: Int64
  /// The last record that the leaves cover.
  package var position: Int64
  /// The root tree's right edge.
  package var frontier: Frontier
  /// The signed checkpoint.
  package var note: String

  private static let columns = "epoch, size, position, subtrees, note"

  /// A publication that is to be inserted.
  package init(epoch: Int64, position: Int64, _ frontier: Frontier, note: String) {
    self.epoch = epoch
    self.position = position
    self.frontier = frontier
    self.note = note
  }

  private init?(_ raw: RawStatement) {
    guard let frontier = Frontier(size: raw.integer(1), stored: raw.bytes(3)), frontier.size > 0,
      Bounds.isPosition(raw.integer(2)), Bounds.isEpoch(raw.integer(0))
    else { return nil }
    self.init(
      epoch: raw.integer(0), position: raw.integer(2), frontier, note: raw.text(4))
  }

  /// The latest of an epoch; nil if it has none.
  package static func last(epoch: Int64, _ connection: Connection) throws -> Publication? {
    let sql = "SELECT \(columns) FROM publication WHERE epoch = ? ORDER BY size DESC LIMIT 1"
    return try one(sql, [epoch], connection)
  }

  /// The latest of all epochs; nil if nothing was published.
  package static func latest(_ connection: Connection) throws -> Publication? {
    try one(
      "SELECT \(columns) FROM publication ORDER BY epoch DESC, size DESC LIMIT 1", [], connection)
  }

  /// The one that signed a root tree of this size; nil if there is none.
  package static func find(epoch: Int64, size: Int64, _ connection: Connection) throws
    -> Publication?
  {
    try one(
      "SELECT \(columns) FROM publication WHERE epoch = ? AND size = ?", [epoch, size], connection)
  }

  /// The first one after a number of leaves in an epoch, also of a later epoch; nil if there is none.
  package static func next(
    afterEpoch epoch: Int64, size: Int64, _ connection: Connection
  ) throws -> Publication? {
    let sql = """
      SELECT \(columns) FROM publication WHERE (epoch, size) > (?, ?) ORDER BY epoch, size LIMIT 1
      """
    return try one(sql, [epoch, size], connection)
  }

  /// How many there are of all epochs.
  package static func count(_ connection: Connection) throws -> Int64 {
    try number("SELECT count(*) FROM publication", connection) ?? 0
  }

  /// The position of the first publication of all; nil if nothing was published.
  package static func firstPosition(_ connection: Connection) throws -> Int64? {
    try number("SELECT min(position) FROM publication", connection)
  }

  /// The last epoch in which something was published; nil if nothing was.
  package static func lastEpoch(_ connection: Connection) throws -> Int64? {
    try number("SELECT max(epoch) FROM publication", connection)
  }

  private static func number(_ sql: String, _ connection: Connection) throws -> Int64? {
    try connection.withRaw(sql) { try $0.step() && !$0.isNull(0) ? $0.integer(0) : nil }
  }

  /// True if anything was ever published.
  package static func isAny(_ connection: Connection) throws -> Bool {
    try connection.withRaw("SELECT 1 FROM publication LIMIT 1") { try $0.step() }
  }

  private static func one(
    _ sql: String, _ arguments: [Int64], _ connection: Connection
  ) throws -> Publication? {
    try connection.withRaw(sql) { raw in
      for (index, argument) in arguments.enumerated() { raw.bind(argument, at: Int32(index + 1)) }
      guard try raw.step() else { return nil }
      guard let publication = Publication(raw) else {
        throw Connection.corrupt("a publication cannot be read")
      }
      return publication
    }
  }

  /// Inserts the row.
  package func insert(_ connection: Connection) throws {
    let sql = "INSERT INTO publication (\(Self.columns)) VALUES (?, ?, ?, ?, ?)"
    try connection.withRaw(sql) { raw in
      raw.bind(epoch, at: 1)
      raw.bind(Int64(frontier.size), at: 2)
      raw.bind(position, at: 3)
      frontier.stored.withUnsafeBytes { raw.bind(blob: $0, at: 4) }
      raw.bind(text: note, at: 5)
      try raw.run()
    }
  }
}
