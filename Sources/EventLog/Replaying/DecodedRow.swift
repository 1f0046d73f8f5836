package import Integrations
package import Transparency

/// A record as a scan found it: its row, whether its hash is right, and what it says.
package struct DecodedRow {
  /// The number over all companies.
  package var position: Int64
  /// The number of the stream.
  package var stream: Int64
  /// The number in the stream.
  package var sequence: Int64
  /// The columns that only verification reads; nil in other scans.
  package var columns: Columns?
  /// How the record's line in the stored company log compares.
  var line: LineMatch
  /// The record's bytes, valid until the reader returns.
  package var bytes: UnsafeRawBufferPointer
  /// The stored leaf hash; that of the bytes if what is stored is not a hash.
  package var leaf: TreeHash
  /// True if the stored hash is that of the bytes; if not, they are not decoded.
  package var isIntact: Bool
  /// The record's attributes; nil if the bytes are not intact or cannot be read.
  package var view: RecordView?
  /// The record's action; nil if there are no attributes, and for bookkeeping.
  package var action: Action?
  /// Why the bytes cannot be read; nil if they can be, or are not intact.
  package var unreadable: RecordError?

  /// The columns beside the bytes, by which a record is found.
  package struct Columns {
    /// The record's id; nil if what is stored is not an id.
    package var id: RecordID?
    /// The action's attempt; nil if none is stored, or what is stored is not an id.
    package var attempt: AttemptID?
    /// The latest `time` of the records up to this one, in milliseconds.
    package var latest: Int64
    /// The stored id as two numbers; zeros if it is not 16 bytes.
    package var idBits: (UInt64, UInt64)
    /// The stored attempt as two numbers; nil if none is stored.
    package var attemptBits: (UInt64, UInt64)?
    /// Who started the attempt, as two numbers; nil for other records.
    package var starterBits: (UInt64, UInt64)?

    init(_ row: RecordRow) {
      idBits = row.id.halves ?? (0, 0)
      attemptBits = row.attempt.map { $0.halves ?? (0, 0) }
      id = RecordID(stored: row.id)
      attempt = row.attempt.flatMap { AttemptID(stored: $0) }
      latest = row.latest
      starterBits = AttemptStartTable.actor(in: row.bytes).map(AttemptStartTable.bits)
    }
  }
}

/// How the stored company log compares with one record.
enum LineMatch {
  /// It has no line of the record.
  case none
  /// It has the line that the record makes.
  case same
  /// It has another line.
  case other(StoredLine)
}

/// A line of the company log.
///
/// Its words are valid until the scan's next step, or for ever if they are constants. Nothing
/// changes the bytes that they point to, so threads can share them.
package struct StoredLine: @unchecked Sendable {
  var position: Int64
  var severity: UnsafeRawBufferPointer
  var code: UnsafeRawBufferPointer

  /// Both words.
  var words: String {
    "\(String(decoding: severity, as: UTF8.self)) \(String(decoding: code, as: UTF8.self))"
  }
}

/// Receives the whole log during a scan, one thing after another, in the log's order.
package protocol LogReader: AnyObject {
  /// A record; it is `inout` so that it is not copied.
  func read(_ row: inout DecodedRow) throws
  /// The root over the next `2^DecodedPiece.subtreeLevel` records, before they come. No publication
  /// lies among them, so a reader can append them to its tree at once.
  func readSubtree(_ root: TreeHash)
  /// A line of the company log that belongs to no record.
  func readStray(_ line: StoredLine) throws
  /// A publication, after the last record that it covers; its leaves come next. Nil for a row
  /// that cannot be one.
  func read(_ publication: Publication?) throws
  /// A root leaf of the publication before; nil for a row that cannot be one.
  func read(_ leaf: RootLeaf?) throws
}

extension LogReader {
  func readSubtree(_ root: TreeHash) {}
  func read(_ publication: Publication?) throws {}
  func read(_ leaf: RootLeaf?) throws {}
}
