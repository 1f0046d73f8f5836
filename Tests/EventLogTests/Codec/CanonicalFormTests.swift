import Foundation
import TestSupport
import Testing

@testable import EventLog

@Suite struct CanonicalFormTests {
  @Test(
    "the published RFC 8785 documents come out byte for byte",
    arguments: ["arrays", "french", "unicode", "weird"])
  func vectors(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "vectors/jcs")
    let input = try Data(contentsOf: folder.appending(path: "input/\(name).json"))
    let output = try Data(contentsOf: folder.appending(path: "output/\(name).json"))
    var writer = CanonicalWriter()
    writer.value(try JSONParser.parse(input))
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == String(decoding: output, as: UTF8.self))
  }

  @Test("names sort by UTF-16 code units: a surrogate pair comes before U+FB33")
  func order() throws {
    var writer = CanonicalWriter()
    writer.value(try JSONParser.parse(#"{"\ufb33":1,"😀":2}"#.utf8))
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\"😀\":2,\"\u{fb33}\":1}")
  }
}
