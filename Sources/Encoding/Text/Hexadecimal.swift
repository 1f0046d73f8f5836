/// Bytes as hexadecimal digits (RFC 4648 section 8), written in lower case and read in either.
package enum Hexadecimal {
  /// The digit of a number below 16.
  package static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }

  /// The value of a digit; nil for any other byte.
  package static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// True if a byte is a digit in lower case.
  package static func isDigit(_ byte: UInt8) -> Bool {
    value(of: byte).map(digit) == byte
  }
}

extension UnsafeRawBufferPointer {
  /// Two lower-case digits for each byte.
  package var hexadecimal: String {
    String(unsafeUninitializedCapacity: count * 2) { target in
      for (index, byte) in self.enumerated() {
        target[index * 2] = Hexadecimal.digit(byte >> 4)
        target[index * 2 + 1] = Hexadecimal.digit(byte & 0xf)
      }
      return count * 2
    }
  }
}

extension [UInt8] {
  /// Two lower-case digits for each byte.
  package var hexadecimal: String { withUnsafeBytes { $0.hexadecimal } }

  /// Reads two digits for each byte, in upper or lower case; nil for anything else.
  package init?(hexadecimal text: some Collection<UInt8>) {
    let digits = [UInt8](text)
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Hexadecimal.value(of: digits[index]),
        let low = Hexadecimal.value(of: digits[index + 1])
      else { return nil }
      append(high << 4 | low)
    }
  }
}

extension FixedWidthInteger {
  /// All digits of the number, with leading zeros: 8 of a `UInt32`.
  package var hexadecimal: String { withUnsafeBytes(of: bigEndian) { $0.hexadecimal } }
}
