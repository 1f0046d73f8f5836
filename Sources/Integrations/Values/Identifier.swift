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
    guard bytes.count == 36 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    var nibbles = 0
    for (index, byte) in bytes.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let nibble: UInt8
      switch byte {
      case 0x30...0x39: nibble = byte &- 0x30
      case 0x61...0x66: nibble = byte &- 0x57
      default: return nil
      }
      if nibbles < 16 {
        words.0 = words.0 << 4 | UInt64(nibble)
      } else {
        words.1 = words.1 << 4 | UInt64(nibble)
      }
      nibbles += 1
    }
    (high, low) = words
  }

  /// Reads the lower-case text form.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { Identifier(canonical: UnsafeRawBufferPointer($0)) }
    guard let parsed else { return nil }
    self = parsed
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

/// The id of one run through authorize, login, consent, callback, exchange and check.
public typealias AttemptID = Identifier<AttemptKind>
/// The id of one record.
public typealias RecordID = Identifier<RecordKind>
