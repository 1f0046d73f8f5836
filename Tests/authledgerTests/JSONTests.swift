import Answers
import Foundation
import Testing

@Suite struct JSONTests {
  @Test("every character comes back as it was, and the two forms say the same")
  func comesBack() throws {
    let scalars = (0...0x2ff).compactMap(Unicode.Scalar.init).map { String(Character($0)) }
    let texts = scalars + ["", "åäö 🧾", "\"", "\\", "a\u{301}\r\n", scalars.joined()]
    let json = JSON.object([("texts", .list(texts)), ("none", nil), ("count", .number(-1))])
    for text in [json.compact, json.pretty()] {
      let read = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(read["texts"] as? [String] == texts)
      #expect(read["count"] as? Int == -1)
      #expect(read.count == 2)
    }
    #expect(!json.compact.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "one line, safe to show")
  }

  @Test("members keep their order, nil ones are left out")
  func form() {
    let json = JSON.object([
      ("b", .bool(true)), ("a", .array([])), ("none", nil),
      ("c", .object([("x", .string("\u{1b}"))])),
    ])
    #expect(json.compact == #"{"b":true,"a":[],"c":{"x":"\u001b"}}"#)
    #expect(
      json.pretty() == """
        {
          "b": true,
          "a": [],
          "c": {
            "x": "\\u001b"
          }
        }
        """)
  }
}
