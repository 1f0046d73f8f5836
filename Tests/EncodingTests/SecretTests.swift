import Foundation
import Testing

import Encoding

/// Values that open something.
@Suite struct SecretTests {
  @Test("ten thousand states are all different, 256 bits, and hold nothing but chance")
  func states() throws {
    var states: Set<String> = []
    var ones = 0
    for _ in 0..<10_000 {
      let state = Secret.random()
      #expect(Secret.isOne(state))
      states.insert(state)
      let standard = state.replacing("-", with: "+").replacing("_", with: "/") + "="
      let bytes = try #require(Data(base64Encoded: standard))
      #expect(bytes.count == 32)
      ones += bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    }
    #expect(states.count == 10_000)
    // Half of 2,560,000 bits, give or take ten standard deviations.
    #expect(abs(ones - 1_280_000) < 8000)
  }

  @Test(
    "what is not exactly such a value is none",
    arguments: [
      "", "a", String(repeating: "a", count: 42), String(repeating: "a", count: 44),
      String(repeating: "a", count: 42) + "=", String(repeating: "a", count: 41) + "é",
    ])
  func malformed(text: String) { #expect(!Secret.isOne(text)) }
}
