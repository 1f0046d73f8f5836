package import Integrations
package import Transparency

/// A record as a scan found it: its row, whether its hash is right, and what it says.
package struct DecodedRow {
  package var position: Int64
  package var stream: Int64
  package var sequence: Int64
  /// The columns that only verification looks at; nil elsewhere.
  package var columns: Columns?
  /// The record's line in the stored company log.
  var line: LineMatch
  /// The record's bytes, valid while the row is looked at.
  package var bytes: UnsafeRawBufferPointer
  /// The stored leaf hash; the bytes' own where what is stored is none.
  package var leaf: TreeHash
  /// Whether the stored hash is that of the bytes; if not, it does not matter what they say.
  package var isIntact: Bool
  /// What the bytes say; nil where they are not intact, or cannot be read.
  package var view: RecordView?
  /// The action that they say; nil for bookkeeping as well.
  package var action: Action?
  /// Why the bytes cannot be read.
  package var unreadable: RecordError?

  /// What stands beside the bytes to find a record by.
  package struct Columns {
    package var id: RecordID?
    package var attempt: AttemptID?
    package var latest: Int64
    /// What is stored, as numbers.
    package var idBits: (UInt64, UInt64)
    package var attemptBits: (UInt64, UInt64)?

    init(_ row: RecordRow) {
      idBits = row.id.halves ?? (0, 0)
      attemptBits = row.attempt.map { $0.halves ?? (0, 0) }
      id = RecordID(stored: row.id)
      attempt = row.attempt.flatMap { AttemptID(stored: $0) }
      latest = row.latest
    }
  }
}

/// What the stored company log has of one record.
enum LineMatch {
  /// No line.
  case none
  /// The line that the record makes.
  case same
  /// Another line.
  case other(StoredLine)
}

/// A line of the stored company log; its words are valid while it is looked at, or for ever where
/// they are the program's own.
///
/// Nobody changes what the pointers point to, so other threads may look at them too.
package struct StoredLine: @unchecked Sendable {
  var position: Int64
  var severity: UnsafeRawBufferPointer
  var code: UnsafeRawBufferPointer

  /// Both words.
  var words: String {
    "\(String(decoding: severity, as: UTF8.self)) \(String(decoding: code, as: UTF8.self))"
  }
}

/// What looks at the whole log while it is read: one thing after another, in the log's order.
package protocol LogReader: AnyObject {
  /// A record; `inout`, so that it is not copied.
  func read(_ row: inout DecodedRow) throws
  /// The root of the tree over the next `2^DecodedPiece.subtreeLevel` records, which nothing but lines of the
  /// company log lies between: whoever folds all records need not do it one by one.
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
