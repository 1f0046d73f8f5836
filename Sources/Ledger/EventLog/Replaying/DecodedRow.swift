import Integrations
import Transparency

/// A record as a scan found it: its row, whether its hash is right, and what it says.
struct DecodedRow {
  var position: Int64
  var stream: Int64
  var sequence: Int64
  /// The columns that only verification looks at; nil elsewhere.
  var columns: Columns?
  /// The record's line in the stored company log.
  var line: LineFinding
  /// The record's bytes, valid while the row is looked at.
  var bytes: UnsafeRawBufferPointer
  /// The stored leaf hash; the bytes' own where what is stored is none.
  var leaf: TreeHash
  /// Whether the stored hash is that of the bytes; if not, it does not matter what they say.
  var isIntact: Bool
  /// What the bytes say; nil where they are not intact, or cannot be read.
  var view: RecordView?
  /// The action that they say; nil for bookkeeping as well.
  var action: Action?
  /// Why the bytes cannot be read.
  var unreadable: RecordError?

  /// What stands beside the bytes to find a record by.
  struct Columns {
    var id: RecordID?
    var attempt: AttemptID?
    var latest: Int64
    /// What is stored, as numbers.
    var idBits: (UInt64, UInt64)
    var attemptBits: (UInt64, UInt64)?

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
enum LineFinding {
  /// No line.
  case none
  /// The line that the record makes.
  case right
  /// Another line.
  case other(StoredLine)
}

/// A line of the stored company log; its words are valid while it is looked at, or for ever where
/// they are the program's own.
///
/// Nobody changes what the pointers point to, so other threads may look at them too.
struct StoredLine: @unchecked Sendable {
  var position: Int64
  var severity: UnsafeRawBufferPointer
  var code: UnsafeRawBufferPointer

  /// Both words.
  var words: String {
    "\(String(decoding: severity, as: UTF8.self)) \(String(decoding: code, as: UTF8.self))"
  }
}

/// What looks at the whole log while it is read: one thing after another, in the log's order.
protocol LogReader: AnyObject {
  /// A record; `inout`, so that it is not copied.
  func read(_ row: inout DecodedRow) throws
  /// The root of the tree over the next `2^Batch.blockLevel` records, which nothing but lines of the
  /// company log lies between: whoever folds all records need not do it one by one.
  func readBlock(_ root: TreeHash)
  /// A line of the company log that belongs to no record.
  func readStray(_ line: StoredLine) throws
  /// A publication, after the last record that it covers; its anchors come next. Nil for a row
  /// that cannot be one.
  func read(_ publication: Publication?) throws
  /// An anchor of the publication before; nil for a row that cannot be one.
  func read(_ anchor: RootLeaf?) throws
}

extension LogReader {
  func readBlock(_ root: TreeHash) {}
  func read(_ publication: Publication?) throws {}
  func read(_ anchor: RootLeaf?) throws {}
}
