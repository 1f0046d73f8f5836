import Crypto
import Transparency

/// SHA-256 over rows: numbers as eight bytes, big-endian; texts and blobs after their length.
struct RowDigest {
  private var hasher = SHA256()
  /// Rows are short, so they are hashed many at a time.
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var used = 0

  mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.bigEndian) { append($0) }
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(Int64(bytes.count))
    append(bytes)
  }

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > buffer.count - used {
      flush()
      guard bytes.count <= buffer.count else { return hasher.update(bufferPointer: bytes) }
    }
    buffer.withUnsafeMutableBytes { buffer in
      UnsafeMutableRawBufferPointer(rebasing: buffer[used...]).copyMemory(from: bytes)
    }
    used += bytes.count
  }

  private mutating func flush() {
    buffer.withUnsafeBytes {
      hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<used]))
    }
    used = 0
  }

  /// The digest in hexadecimal.
  mutating func finish() -> String {
    flush()
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

/// The digests of the stored rows and of the folded ones; one hash while both are the same.
struct DigestPair {
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

  /// A row that is only stored.
  mutating func add(stored row: (inout RowDigest) -> Void) {
    split()
    row(&storedRows)
  }

  /// A row that is only folded.
  mutating func add(folded row: (inout RowDigest) -> Void) {
    split()
    var rows = foldedRows ?? storedRows
    row(&rows)
    foldedRows = rows
  }

  private mutating func split() { foldedRows = foldedRows ?? storedRows }

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
