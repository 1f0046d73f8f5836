import Encoding
import Foundation
import Testing

@Suite struct JSONTextTests {
  private func quoted(_ text: String, _ escapes: JSONText.Escapes = .canonical) -> String {
    var bytes: [UInt8] = []
    JSONText.append(text, to: &bytes, escaping: escapes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("the string of RFC 8785 section 3.2.2")
  func canonical() {
    #expect(
      quoted("\u{20ac}$\u{f}\u{a}A'\u{42}\u{22}\u{5c}\\\"/") == #""€$\u000f\nA'B\"\\\\\"/""#)
  }

  @Test("every character up to DEL is read back, in either form")
  func all() throws {
    for number in UInt8(0)...0x80 {
      let text = "a\(Unicode.Scalar(number))å"
      for escapes in [JSONText.Escapes.canonical, .printable] {
        let data = Data("[\(quoted(text, escapes))]".utf8)
        #expect(try JSONDecoder().decode([String].self, from: data) == [text])
      }
    }
  }

  @Test("what is short in the canonical form, and what a terminal never gets")
  func forms() {
    #expect(quoted("\u{8}\t\n\u{c}\r\u{1f}\u{7f}") == "\"\\b\\t\\n\\f\\r\\u001f\u{7f}\"")
    #expect(
      quoted("\u{8}\t\n\u{c}\r\u{1f}\u{7f}", .printable)
        == #""\u0008\t\n\u000c\r\u001f\u007f""#)
  }
}
