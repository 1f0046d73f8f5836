/// Percent encoding (RFC 3986 section 2.1) and its variant for forms.
package enum Percent {
  /// The characters that stay as they are.
  package enum Plain: Sendable {
    /// Letters, digits and `-._~` (RFC 3986 section 2.3).
    case unreserved
    /// Letters and digits only.
    case alphanumeric

    /// True if a byte stays as it is.
    package func contains(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        self == .unreserved
      default: false
      }
    }
  }

  /// The text with every byte that is not plain written as a percent sign and two digits.
  ///
  /// - Parameter inLowerCase: Writes a to f in lower case, which the RFC advises against and some
  ///   programs do.
  package static func encode(
    _ text: String, leaving plain: Plain = .unreserved, inLowerCase: Bool = false
  ) -> String {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count)
    func put(_ nibble: UInt8) {
      let digit = Hexadecimal.digit(nibble)
      encoded.append(nibble < 10 || inLowerCase ? digit : digit & ~0x20)
    }
    for byte in text.utf8 {
      if plain.contains(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        put(byte >> 4)
        put(byte & 0xf)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// A name or a value of `application/x-www-form-urlencoded`, where a plus sign is a space.
  ///
  /// It never fails, because every request needs an answer: a percent sign without two digits
  /// stays, and invalid UTF-8 is repaired.
  package static func decodeForm(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        if digits.count == 2, let value = [UInt8](hexadecimal: digits)?.first {
          bytes.append(value)
          rest = rest.dropFirst(2)
        } else {
          bytes.append(byte)
        }
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
