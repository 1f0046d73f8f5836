/// A UUID in its lower-case text form, 128 bits wide.
///
/// The kind keeps an attempt's id from being passed where a record's id is meant. Any UUID version
/// is accepted from outside; ours are version 7 (RFC 9562 section 5.7), which sort by time.
public struct Identifier<Kind>: Hashable, Sendable {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// An identifier with these 128 bits.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A version 7 UUID of this moment, with 74 bits from the random numbers given.
  public init(at time: Timestamp, random: (UInt64, UInt64)) {
    high = UInt64(bitPattern: time.milliseconds) << 16 | 0x7000 | random.0 & 0x0fff
    low = 0x8000_0000_0000_0000 | random.1 & 0x3fff_ffff_ffff_ffff
  }

  /// Reads 36 bytes of lower-case hexadecimal with dashes; nil for anything else.
  public init?(canonical bytes: UnsafeRawBufferPointer) {
    let dash = UInt8(ascii: "-")
    guard bytes.count == 36, bytes[8] == dash, bytes[13] == dash, bytes[18] == dash,
      bytes[23] == dash
    else { return nil }
    func half(_ offset: Int) -> UInt64 {
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
    guard let first = HexadecimalWord.read(half(0) | half(4) << 32),
      let second = HexadecimalWord.read(half(9) | half(14) << 32),
      let third = HexadecimalWord.read(half(19) | half(24) << 32),
      let fourth = HexadecimalWord.read(half(28) | half(32) << 32)
    else { return nil }
    high = UInt64(first) << 32 | UInt64(second)
    low = UInt64(third) << 32 | UInt64(fourth)
  }

  /// Reads the lower-case text form.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { Identifier(canonical: UnsafeRawBufferPointer($0)) }
    guard let parsed else { return nil }
    self = parsed
  }
}

extension Identifier: Comparable {
  /// By their bytes, so that version 7 UUIDs sort by time.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Identifier: CustomStringConvertible {
  /// The lower-case text form, 36 characters.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var index = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          buffer[index] = UInt8(ascii: "-")
          index += 1
        }
        let word = nibble < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble % 16 * 4)) & 0xf
        buffer[index] = digit < 10 ? digit + 0x30 : digit + 0x57
        index += 1
      }
      return 36
    }
  }
}

/// The kind of an attempt's id.
public enum AttemptKind: Sendable {}
/// The kind of a record's id.
public enum RecordKind: Sendable {}

/// The kind of a visit's id.
public enum VisitKind: Sendable {}

/// The kind of a service key's id.
public enum ServiceKeyKind: Sendable {}

/// The id of one run through authorize, login, consent, callback, exchange and check.
public typealias AttemptID = Identifier<AttemptKind>
/// The id of one record.
public typealias RecordID = Identifier<RecordKind>
/// The id of a link, and of the visit that begins with it.
public typealias VisitID = Identifier<VisitKind>
/// The id of a service key, which is not the key itself: records and lists show it.
public typealias ServiceKeyID = Identifier<ServiceKeyKind>

/// Eight hexadecimal digits at a time.
private enum HexadecimalWord {
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The number that eight lower-case digits spell, the first in the lowest byte; nil for others.
  static func read(_ digits: UInt64) -> UInt32? {
    // A digit's low four bits are its value; a letter, which has bit 6 set, is nine more.
    let values = (digits & (0x0f &* ones)) &+ 9 &* ((digits >> 6) & ones)
    let isLetter = ((values &+ 6 &* ones) >> 4) & ones
    guard values & (0xf0 &* ones) == 0, digits == values &+ 0x30 &* ones &+ 0x27 &* isLetter
    else { return nil }
    var packed = values.byteSwapped
    packed = (packed | packed >> 4) & 0x00ff_00ff_00ff_00ff
    packed = (packed | packed >> 8) & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: packed | packed >> 16)
  }
}

extension Identifier {
  /// The 16 bytes, big-endian.
  package func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { try body($0) }
  }

  /// An identifier as stored: 16 bytes.
  package init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}
