import Crypto
import Transparency

/// SHA-256 over rows: numbers as eight bytes, big-endian; texts and blobs after their length.
struct RowDigest {
  private var hasher = SHA256()
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    drainIfFull()
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(Int64(bytes.count))
    buffer.append(contentsOf: bytes)
  }

  mutating func add(_ text: String) {
    add(Int64(text.utf8.count))
    buffer.append(contentsOf: text.utf8)
  }

  private mutating func drainIfFull() {
    guard buffer.count >= Self.bufferSize else { return }
    hasher.update(data: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// The digest in hexadecimal.
  mutating func finish() -> String {
    hasher.update(data: buffer)
    return TreeHash(Array(hasher.finalize()))?.description ?? ""
  }
}

extension RowDigest {
  mutating func add(_ line: StoredLine) {
    add(line.position)
    add(line.severity)
    add(line.code)
  }
}

/// The digests of stored rows and of folded ones: one, as long as they are the same.
struct TwinDigest {
  private var storedRows = RowDigest()
  private var foldedRows: RowDigest?

  /// A row that both have.
  mutating func add(both row: (inout RowDigest) -> Void) {
    row(&storedRows)
    if var rows = foldedRows {
      row(&rows)
      foldedRows = rows
    }
  }

  /// A row that only the stored ones have.
  mutating func add(stored row: (inout RowDigest) -> Void) {
    part()
    row(&storedRows)
  }

  /// A row that only the folded ones have.
  mutating func add(folded row: (inout RowDigest) -> Void) {
    part()
    var rows = foldedRows ?? storedRows
    row(&rows)
    foldedRows = rows
  }

  private mutating func part() { foldedRows = foldedRows ?? storedRows }

  /// The stored rows' digest in hexadecimal.
  var stored: String {
    var rows = storedRows
    return rows.finish()
  }

  /// The folded rows' digest in hexadecimal.
  var folded: String {
    var rows = foldedRows ?? storedRows
    return rows.finish()
  }
}
