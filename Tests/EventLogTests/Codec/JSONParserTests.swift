import TestSupport
import Testing

@testable import EventLog

@Suite struct JSONParserTests {
  @Test(
    "what a ledger cannot take is refused, at its place",
    arguments: [
      ("", "ends too early", 1), ("{", "a name in quotation marks", 2),
      (#"{"a":1,"a":2}"#, "stands twice", 8), (#"{"a":1.5}"#, "not whole", 6),
      (#"{"a":1e3}"#, "not whole", 6), ("[01]", "begins with a zero", 2),
      ("9007199254740992", "outside", 17), ("[1,]", "no JSON value", 4),
      (#""\ud800""#, "half of a surrogate pair", 8), (#""\udc00x""#, "half of a surrogate pair", 8),
      ("\"a\nb\"", "control character", 3), (#""\x""#, "unknown escape", 4),
      ("true false", "more after", 6), ("nul", "no JSON value", 1), ("\"a", "closing", 3),
      ("-", "no digits", 2), (#"{"a" 1}"#, "colon", 6), ("[1 2]", "closing bracket", 4),
      ("\u{feff}{}", "no JSON value", 1), (#""\u12g4""#, "four hexadecimal", 6),
    ])
  func refused(text: String, what: String, byte: Int) {
    let failure = #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text.utf8) }
    #expect(failure?.what.contains(what) == true, "\(failure?.what ?? "")")
    #expect(failure?.byte == byte)
  }

  @Test("bytes that are no UTF-8 are refused: stray, overlong, surrogate")
  func invalidUTF8() {
    for bytes: [UInt8] in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xc3]] {
      let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
      #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
    }
  }

  @Test("nesting is bounded, so that no input exhausts the stack")
  func deepNesting() {
    let deep = String(repeating: "[", count: 100_000)
    let failure = #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(deep.utf8) }
    #expect(failure?.what.contains("nested") == true)
  }

  @Test("random bytes and broken records never crash the parser")
  func fuzz() {
    var random = SplitMix(seed: 1)
    let seed = Array(#"{"a":[1,-2,"x\u00e5\ud83d\ude00",true,null,{"b":"ö"}]}"#.utf8)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(
          in: .min ... .max, using: &random)
      }
      guard let value = try? JSONParser.parse(bytes) else { continue }
      var writer = CanonicalWriter()
      writer.value(value)
      #expect((try? JSONParser.parse(writer.bytes)) == value)
    }
  }
}
