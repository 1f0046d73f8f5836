public import EventLog
public import Integrations
public import Transparency

/// A record that was read with its hash found right.
public struct VerifiedRecord: Sendable {
  /// The number over all companies.
  public let position: Position
  /// What it says.
  public let content: Record.Content
  /// The bytes, as stored and hashed.
  public let bytes: [UInt8]
  /// The record hash.
  public let hash: TreeHash
  /// The record's `data`, as it stands in the bytes.
  public let data: String

  /// The record's `type`.
  public var type: String { content.type }

  /// The provider; nil for bookkeeping.
  public var provider: Provider? {
    if case .action(_, let provider) = content.what { provider } else { nil }
  }
}

extension Ledger {
  /// Reads a company's published records in order, each only after its hash was found right.
  ///
  /// - Returns: how many there are; nil where nothing of the company was published.
  /// - Throws: `EvidenceError.contradicted` at the end, where they are not what was published.
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

  /// Whether no record of a company is here.
  public func isUnknown(_ company: Company) throws -> Bool {
    try read { try StreamTable.find(company, $0) == nil }
  }
}

/// Reads records only after their hashes were found right.
enum VerifiedScan {
  /// Reads the first records of a stream, each only after its hash was found right.
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
          position: Position(row.position), what: "its bytes do not have the stored hash")
      }
      frontier.append(hash)
      try body(row, frontier.size)
      return true
    }
    return frontier
  }
}
