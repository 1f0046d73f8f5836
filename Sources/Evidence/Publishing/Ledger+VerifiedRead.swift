public import EventLog
public import Integrations
public import Transparency

/// A record whose hash was checked when it was read.
public struct VerifiedRecord: Sendable {
  /// The number over all companies.
  public let position: Position
  /// What it says.
  public let content: Record.Content
  /// The bytes, as stored and hashed.
  public let bytes: [UInt8]
  /// The record hash.
  public let hash: TreeHash
  /// The record's `data`, as its bytes have it.
  public let data: String

  /// The record's `type`.
  public var type: String { content.type }

  /// The provider; nil for bookkeeping.
  public var provider: Provider? {
    if case .action(_, let provider) = content.what { provider } else { nil }
  }
}

extension Ledger {
  /// Calls `body` with a company's published records in order, each after its hash was checked.
  ///
  /// - Returns: How many there are; nil if nothing of the company was published.
  /// - Throws: `EvidenceError.contradicted`, after the last record, if they are not those that were
  ///   published.
  public func forEachPublishedRecord(
    of company: Company, _ body: (VerifiedRecord) throws -> Void
  ) throws -> UInt64? {
    try read { connection in
      let origins = try Origins(connection, files)
      guard let stream = try StreamTable.find(company, connection),
        let leaf = try RootLeaf.last(of: stream.id, named: company.id, in: origins, connection)
      else { return nil }
      let frontier = try VerifiedScan.records(of: stream.id, leaf.frontier.size, connection) {
        row, _ in
        let record = try Record(position: Position(row.position), reading: row.bytes)
        let data = try RecordView(row.bytes).data
        try body(
          VerifiedRecord(
            position: record.position, content: record.content, bytes: record.bytes,
            hash: record.hash, data: String(decoding: data, as: UTF8.self)))
      }
      guard frontier == leaf.frontier else { throw EvidenceError.contradicted(company) }
      return frontier.size
    }
  }
}

/// Reads records after checking their hashes.
enum VerifiedScan {
  /// Calls `body` with the first records of a stream, each after its hash was checked, and with how
  /// many were read.
  ///
  /// - Returns: The right edge of their tree.
  static func records(
    of stream: Int64, _ size: UInt64, _ connection: Connection,
    _ body: (RecordRow, UInt64) throws -> Void
  ) throws -> Frontier {
    var frontier = Frontier()
    try RecordScan.stream(stream, connection) { row in
      guard frontier.size < size else { return false }
      let hash = TreeHash.leaf(row.bytes)
      guard TreeHash(row.hash) == hash else {
        throw LedgerError.unreadable(
          position: Position(row.position),
          what: Text(
            "its bytes do not have the stored hash", "dess byte har inte det lagrade hashvärdet"))
      }
      frontier.append(hash)
      try body(row, frontier.size)
      return true
    }
    return frontier
  }
}
