import Encoding
import Foundation
import Testing

/// Every value has one spelling in base64 and in base64url, so that no evidence has two.
@Suite struct Base64Tests {
  @Test("a value is read in its one spelling", arguments: 0..<40)
  func one(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let text = Data(bytes).base64EncodedString()
    #expect(bytes.base64 == text)
    #expect([UInt8](base64: text) == bytes)
    #expect([UInt8](base64URL: bytes.base64URL) == bytes)
  }

  @Test(
    "other spellings of the same value are refused",
    arguments: [
      "QR==", "QUF=", "QQ", "QQ=", "QQ==\n", " QQ==", "Q\nQ==", "QQ==QQ==", "QQ--", "Q Q==",
    ])
  func others(text: String) { #expect([UInt8](base64: text) == nil) }

  @Test(
    "other spellings of the same value in base64url are refused",
    arguments: ["QR", "QUF", "QQ==", "Q", "QQ\n", "QQQQQ", "Q+Q", "Q/Q", "Q Q"])
  func othersForURLs(text: String) { #expect([UInt8](base64URL: text) == nil) }

  @Test(
    "the vectors of RFC 4648 section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(text: String, encoded: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.base64 == encoded)
    #expect([UInt8](base64: encoded) == bytes)
    let bare = String(encoded.prefix { $0 != "=" })
    #expect(bytes.base64URL == bare)
    #expect([UInt8](base64URL: bare) == bytes)
  }

  @Test("the vector of RFC 7515 appendix C, which has both characters that differ")
  func url() {
    let bytes: [UInt8] = [3, 236, 255, 224, 193]
    #expect(bytes.base64URL == "A-z_4ME")
    #expect(bytes.base64 == "A+z/4ME=")
    #expect([UInt8](base64URL: "A-z_4ME") == bytes)
    #expect([UInt8](base64URL: "A+z/4ME") == nil)
    #expect([UInt8](base64: "A-z_4ME=") == nil)
  }

  @Test("random bytes are spelled as Foundation spells them")
  func random() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let count = Int.random(in: 0...100, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      #expect(bytes.base64 == Data(bytes).base64EncodedString(), "\(bytes)")
      #expect([UInt8](base64URL: bytes.base64URL) == bytes, "\(bytes)")
    }
  }
}
