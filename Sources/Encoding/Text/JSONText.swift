/// Texts as JSON strings (RFC 8259 section 7).
package enum JSONText {
  /// Which characters are escaped, and how.
  package enum Escapes: Sendable {
    /// As RFC 8785 section 3.2.2.2 prescribes and no more.
    case canonical
    /// Safe for a terminal as well: DEL, backspace and form feed are written as numbers.
    case printable
  }

  /// Appends a text between quotation marks.
  package static func append(
    _ text: String, to bytes: inout [UInt8], escaping escapes: Escapes = .canonical
  ) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { text in
      // Most texts have nothing to escape.
      if text.allSatisfy({ isPlain($0, escapes) }) {
        bytes.append(contentsOf: text)
      } else {
        for byte in text {
          if isPlain(byte, escapes) { bytes.append(byte) } else { escape(byte, &bytes, escapes) }
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ byte: UInt8, _ escapes: Escapes) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      && (byte != 0x7f || escapes == .canonical)
  }

  private static func escape(_ byte: UInt8, _ bytes: inout [UInt8], _ escapes: Escapes) {
    let letter: Unicode.Scalar? =
      switch byte {
      case UInt8(ascii: "\""): "\""
      case UInt8(ascii: "\\"): "\\"
      case 0x08: escapes == .canonical ? "b" : nil
      case 0x09: "t"
      case 0x0a: "n"
      case 0x0c: escapes == .canonical ? "f" : nil
      case 0x0d: "r"
      default: nil
      }
    bytes.append(UInt8(ascii: "\\"))
    if let letter { return bytes.append(UInt8(ascii: letter)) }
    bytes.append(contentsOf: "u00".utf8)
    bytes.append(Hexadecimal.digit(byte >> 4))
    bytes.append(Hexadecimal.digit(byte & 0xf))
  }
}
