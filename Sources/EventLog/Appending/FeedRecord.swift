public import Integrations
package import Transparency

/// A record as a feed brings it, checked as far as that needs no ledger.
public struct FeedRecord: Sendable {
  /// The number over all companies.
  public let position: Position
  /// What it says.
  package let content: Record.Content
  /// The RFC 6962 leaf hash of its bytes.
  package let hash: TreeHash
  let bytes: [UInt8]

  /// The leaf hash as bytes.
  public var hashBytes: [UInt8] { hash.bytes }

  /// Reads a record's bytes, which must be canonical and in the shape of its schema.
  ///
  /// - Throws: `LedgerError.unreadable` if no ledger writes such a record.
  public init(position: Position, reading bytes: UnsafeRawBufferPointer) throws(LedgerError) {
    self.position = position
    self.bytes = Array(bytes)
    hash = TreeHash.leaf(bytes)
    do {
      let (view, action) = try RecordView.read(bytes)
      content = try view.content(action)
      try content.checkForeign()
    } catch let error as RecordError {
      throw .unreadable(position: position, what: error.clause)
    } catch {
      throw .unreadable(
        position: position,
        what: (error as? LedgerError)?.text ?? Text("it is not a record", "den är ingen post"))
    }
  }

  /// The identities that this record introduces; none if it is of another kind.
  package var introducedIdentities: [WithheldIdentity] {
    guard case .bookkeeping(let bookkeeping) = content.what else { return [] }
    return bookkeeping.introducedIdentities(in: content.stream)
  }
}

extension LogWriter {
  /// Appends the next record of another ledger, of which this one is a copy; the rules are not asked.
  ///
  /// Its times are not compared with the clock, since they are the other computer's.
  ///
  /// If this throws, the transaction must be rolled back, because the stream's state is lost.
  ///
  /// - Throws: `LedgerError.conflict` if it is not the next one of its company, `.idTaken`, or
  ///   `RecordError` if it commits to another state.
  package mutating func follow(_ record: FeedRecord) throws {
    if case .bookkeeping(let bookkeeping) = record.content.what {
      try checkCommitment(bookkeeping)
    }
    try take(
      record.content, bytes: record.bytes, hash: record.hash, try open(record.content.stream))
  }
}
