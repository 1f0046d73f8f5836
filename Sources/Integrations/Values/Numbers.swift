/// The number of a record over all companies: gapless, from 1.
public struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number itself; 0 is the place before the first record.
  public let number: Int64

  /// The position with this number.
  public init(_ number: Int64) { self.number = number }

  /// True if this record was appended before the other.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// As people and the command line write it, `#41`.
  public var description: String { "#\(number)" }
}

/// The number of a record in its company's stream: gapless, from 0.
public struct SequenceNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number itself.
  public let number: Int64

  /// The sequence with this number.
  public init(_ number: Int64) { self.number = number }

  /// Reads what a record writes: exactly 16 digits; nil for anything else.
  public init?(canonical bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16, let high = Digits(bytes, at: 0, like: "00000000"),
      let low = Digits(bytes, at: 8, like: "00000000")
    else { return nil }
    number = high.all * 100_000_000 + low.all
  }

  /// True if this record was appended before the other.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// As a record writes it: 16 digits, padded with zeros so that text sorts as the numbers do.
  public var description: String {
    guard (0..<10_000_000_000_000_000).contains(number) else { return String(number) }
    return String(unsafeUninitializedCapacity: 16) { buffer in
      var rest = number
      for index in (0..<16).reversed() {
        buffer[index] = UInt8(0x30 + rest % 10)
        rest /= 10
      }
      return 16
    }
  }
}
