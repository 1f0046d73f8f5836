import Testing

@testable import Integrations

/// Reading eight digits at a time, beside the plain way.
@Suite struct DigitsTests {
  private static let patterns: [StaticString] = ["0000-00-", "00T00:00", ":00.000Z", "00000000"]

  @Test("eight bytes are read where a plain comparison accepts them, and only there")
  func accepted() throws {
    var chance = Chance(seed: 8)
    // What stands next to the digits and the fixed characters, and what carries over.
    let near: [UInt8] = Array("/0189:;-.,TZtz \u{0}".utf8) + [0x7f, 0x80, 0xb0, 0xff]
    for pattern in Self.patterns {
      let like = Array("\(pattern)".utf8)
      for _ in 0..<4000 {
        let bytes = like.map { expected in
          if chance.happens(8) { return near[Int.random(in: near.indices, using: &chance)] }
          return expected == 0x30 ? UInt8.random(in: 0x30...0x39, using: &chance) : expected
        }
        let plain = zip(like, bytes).allSatisfy { expected, byte in
          expected == 0x30 ? (0x30...0x39).contains(byte) : byte == expected
        }
        let digits = bytes.withUnsafeBytes { Digits($0, at: 0, like: pattern) }
        #expect((digits != nil) == plain, "\(bytes) like \(pattern)")
        guard let digits, plain else { continue }
        for place in like.indices where like[place] == 0x30 {
          #expect(digits.one(place) == Int64(bytes[place] - 0x30))
          guard place < 7, like[place + 1] == 0x30 else { continue }
          #expect(
            digits.two(place) == Int64(bytes[place] - 0x30) * 10 + Int64(bytes[place + 1] - 0x30))
        }
      }
    }
  }

  @Test("a sequence is 16 digits, and reads what was written")
  func sequence() {
    for number in [0, 1, 9, 12_345_678, 99_999_999, 100_000_000, 9_999_999_999_999_999] {
      let text = SequenceNumber(Int64(number)).description
      #expect(Self.sequence(text) == SequenceNumber(Int64(number)))
      #expect(Self.sequence(String(text.dropFirst())) == nil)
      #expect(Self.sequence("x" + text.dropFirst()) == nil)
      #expect(Self.sequence(text.dropLast() + ":") == nil)
    }
  }

  private static func sequence(_ text: String) -> SequenceNumber? {
    Array(text.utf8).withUnsafeBytes { SequenceNumber(canonical: $0) }
  }
}
