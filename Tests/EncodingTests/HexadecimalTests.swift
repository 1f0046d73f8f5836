import Encoding
import Testing

@Suite struct HexadecimalTests {
  @Test(
    "the vectors of RFC 4648 section 10, in lower case",
    arguments: [
      ("", ""), ("f", "66"), ("fo", "666f"), ("foo", "666f6f"), ("foob", "666f6f62"),
      ("fooba", "666f6f6261"), ("foobar", "666f6f626172"),
    ])
  func vectors(text: String, digits: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.hexadecimal == digits)
    #expect([UInt8](hexadecimal: digits.utf8) == bytes)
    #expect([UInt8](hexadecimal: digits.uppercased().utf8) == bytes)
  }

  @Test("every byte is two digits, and they are read as that byte")
  func all() {
    for byte in UInt8.min ... .max {
      let digits = [byte].hexadecimal
      #expect(digits.utf8.count == 2 && digits.utf8.allSatisfy(Hexadecimal.isDigit))
      #expect(UInt8(digits, radix: 16) == byte)
      #expect([UInt8](hexadecimal: digits.utf8) == [byte])
    }
  }

  @Test(
    "what is not two digits for each byte is refused",
    arguments: ["0", "0g", "+1", "-1", " 1", "0x1"])
  func malformed(text: String) { #expect([UInt8](hexadecimal: text.utf8) == nil) }

  @Test("an upper-case digit is not one as it is written here")
  func digits() {
    #expect("0123456789abcdef".utf8.allSatisfy(Hexadecimal.isDigit))
    #expect(!"ABCDEFg/:`@".utf8.contains(where: Hexadecimal.isDigit))
  }

  @Test("a number has all its digits")
  func numbers() {
    #expect(UInt32(0xabc).hexadecimal == "00000abc")
    #expect(UInt32.max.hexadecimal == "ffffffff")
    #expect(UInt8(7).hexadecimal == "07")
  }
}
