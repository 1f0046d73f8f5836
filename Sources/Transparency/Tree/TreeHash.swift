import Crypto
import Encoding
import Foundation

/// A hash of an RFC 6962 tree: 32 bytes of SHA-256, held without memory of its own.
public struct TreeHash: Hashable, Sendable {
  /// How many bytes a hash has.
  public static let byteCount = 32

  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// A hash of exactly 32 bytes; nil for any other number.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    words = bytes.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
  }

  /// A hash of exactly 32 bytes; nil for any other number.
  public init?(_ bytes: some Collection<UInt8>) {
    let hash = Array(bytes).withUnsafeBytes { TreeHash($0) }
    guard let hash else { return nil }
    self = hash
  }

  init(_ digest: SHA256.Digest) {
    words = digest.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
  }

  /// The root of a tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1).
  public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

  /// The hash of a leaf: SHA-256 over a zero byte and the leaf (RFC 6962 section 2.1).
  public static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    return TreeHash(hasher.finalize())
  }

  /// The hash of a leaf that is already prefixed with its zero byte, so that nothing is copied.
  ///
  /// - Parameter bytes: A zero byte and the leaf.
  public static func ofLeaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    precondition(bytes.first == 0, "a leaf stands behind a zero byte")
    var hasher = SHA256()
    hasher.update(bufferPointer: bytes)
    return TreeHash(hasher.finalize())
  }

  /// The hash of a leaf: SHA-256 over a zero byte and the leaf (RFC 6962 section 2.1).
  public static func leaf(_ bytes: [UInt8]) -> TreeHash {
    bytes.withUnsafeBytes { leaf($0) }
  }

  /// The hash of a node: SHA-256 over a one byte and its children (RFC 6962 section 2.1).
  public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(1)) { hasher.update(bufferPointer: $0) }
    left.withBytes { hasher.update(bufferPointer: $0) }
    right.withBytes { hasher.update(bufferPointer: $0) }
    return TreeHash(hasher.finalize())
  }

  /// The 32 bytes.
  public func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeBytes(of: words) { try body($0) }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withBytes { Array($0) } }

  /// The hash in standard base64, as checkpoints and proofs write it.
  public var base64: String { withBytes { $0.base64 } }

  /// True if both have the same bytes.
  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Hashes the first bytes, which are as random as all of them.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension TreeHash: CustomStringConvertible {
  /// The hash in hexadecimal.
  public var description: String { withBytes { $0.hexadecimal } }
}
