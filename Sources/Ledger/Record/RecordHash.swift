import Crypto

/// The RFC 6962 leaf hash of a record, SHA-256(0x00 || bytes).
public struct RecordHash: Hashable, Sendable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Hashes a record's bytes as stored.
  public init(of bytes: UnsafeRawBufferPointer) {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    words = hasher.finalize().withUnsafeBytes {
      $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
    }
  }

  /// Hashes a record's bytes as stored.
  public init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { RecordHash(of: $0) }
  }

  /// A hash as stored: 32 bytes, nil for any other number.
  public init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    words = bytes.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
  }

  /// The 32 bytes.
  public func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeBytes(of: words) { try body($0) }
  }

  /// Whether both are the same 32 bytes.
  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Feeds the 32 bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// 64 lower-case hexadecimal digits.
  public var description: String { withBytes { hexadecimal($0) } }
}

/// Lower-case hexadecimal digits of some bytes.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  var text = ""
  for byte in bytes {
    for nibble in [byte >> 4, byte & 0xf] {
      text.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? nibble + 0x30 : nibble + 0x57))
    }
  }
  return text
}
