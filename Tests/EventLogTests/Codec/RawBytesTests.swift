import TestSupport
import Testing

@testable import EventLog

/// The fast ways of comparing and searching, beside the plain ones.
@Suite struct RawBytesTests {
  @Test("bytes are equal where all of them are, at every length and difference")
  func equal() {
    var random = SplitMix(seed: 4)
    for count in 0...40 {
      let left = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      for changed in -1..<count {
        var right = left
        if changed >= 0 { right[changed] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        let found = left.withUnsafeBytes { left in
          right.withUnsafeBytes { right in
            guard let start = left.baseAddress, let other = right.baseAddress else { return true }
            return start.equals(other, count: count)
          }
        }
        #expect(found == (left == right), "\(count) bytes, the one at \(changed) changed")
      }
    }
  }

  @Test("a text ends at its first quotation mark or backslash, wherever that is")
  func end() {
    var random = SplitMix(seed: 5)
    let bytes: [UInt8] = [0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x80, 0xff, 0xa2, 0xdc, 0x00, 0x61]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...30, using: &random)
      let rare = Int.random(in: 1...12, using: &random)
      let text = (0..<count).map { _ in
        Int.random(in: 0..<rare, using: &random) == 0
          ? RandomAction.pick(bytes, &random) : UInt8(ascii: "a")
      }
      let start = Int.random(in: 0...count, using: &random)
      let plain = text.indices.first { $0 >= start && (text[$0] == 0x22 || text[$0] == 0x5c) }
      #expect(text.withUnsafeBytes { $0.endOfPlainText(from: start) } == plain ?? count)
    }
  }

  @Test("a plain text ends at the first byte that it cannot hold")
  func plainEnd() {
    var random = SplitMix(seed: 6)
    let bytes: [UInt8] = [
      0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7e, 0x7f, 0x80, 0x9f, 0xa2, 0xff,
    ]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...30, using: &random)
      let rare = Int.random(in: 1...16, using: &random)
      let text = (0..<count).map { _ in
        Int.random(in: 0..<rare, using: &random) == 0
          ? RandomAction.pick(bytes, &random) : UInt8(ascii: "a")
      }
      let start = Int.random(in: 0...count, using: &random)
      let plain = text.indices.first { index in
        let byte = text[index]
        return index >= start && (byte < 0x20 || byte > 0x7e || byte == 0x22 || byte == 0x5c)
      }
      #expect(text.withUnsafeBytes { $0.endOfPlainASCII(from: start) } == plain ?? count)
    }
  }
}
