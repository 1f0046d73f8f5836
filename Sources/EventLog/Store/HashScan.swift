import Integrations
package import Transparency

/// A record's hash and its place, while a scan stands on it.
package struct HashRow {
  /// The number over all companies.
  package var position: Int64
  /// The number of the company's stream.
  package var stream: Int64
  /// The number in that stream.
  package var sequence: Int64
  /// The stored leaf hash.
  package var hash: TreeHash

  fileprivate init(_ raw: RawStatement) throws {
    (position, stream, sequence) = (raw.integer(0), raw.integer(1), raw.integer(2))
    guard let hash = TreeHash(raw.bytes(3)) else {
      throw LedgerError.unreadable(
        position: Position(position),
        what: Text("its hash has not 32 bytes", "dess hashvärde har inte 32 byte"))
    }
    self.hash = hash
  }
}

/// Reads the stored hashes of records in order, without the records.
package enum HashScan {
  private static let columns = "position, stream, sequence, hash"

  /// The hashes after a position up to and including another.
  package static func log(
    after start: Int64, through end: Int64 = .max, _ connection: Connection,
    _ body: (HashRow) throws -> Void
  ) throws {
    let sql = """
      SELECT \(columns) FROM record WHERE position > ? AND position <= ? ORDER BY position
      """
    try connection.withRaw(sql) { raw in
      raw.bind(start, at: 1)
      raw.bind(end, at: 2)
      while try raw.step() { try body(HashRow(raw)) }
    }
  }

  /// The hashes of a stream's first records.
  package static func stream(
    _ stream: Int64, below size: Int64, _ connection: Connection, _ body: (HashRow) throws -> Void
  ) throws {
    let sql = """
      SELECT \(columns) FROM record
      WHERE stream = ? AND sequence >= 0 AND sequence < ? AND position > 0 ORDER BY sequence
      """
    try connection.withRaw(sql) { raw in
      raw.bind(stream, at: 1)
      raw.bind(size, at: 2)
      while try raw.step() { try body(HashRow(raw)) }
    }
  }
}
