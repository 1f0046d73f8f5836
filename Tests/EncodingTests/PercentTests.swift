import Encoding
import Testing

@Suite struct PercentTests {
  @Test(
    "the examples of RFC 3986 section 2.5",
    arguments: [("A", "A"), ("À", "%C3%80"), ("ア", "%E3%82%A2")])
  func examples(text: String, encoded: String) {
    #expect(Percent.encode(text) == encoded)
    #expect(Percent.decodeForm(encoded[...]) == text)
  }

  @Test("what RFC 3986 section 2.3 calls unreserved stays, and all else is encoded")
  func unreserved() {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    #expect(Percent.encode(plain) == plain)
    let others = (UInt8(0)..<128).map { Unicode.Scalar($0) }.filter {
      !plain.unicodeScalars.contains($0)
    }
    #expect(others.count == 62)
    for other in others {
      let encoded = Percent.encode(String(other))
      #expect(encoded == "%" + UInt8(other.value).hexadecimal.uppercased())
      #expect(Percent.decodeForm(encoded[...]) == String(other))
    }
  }

  @Test("the reserved characters of RFC 3986 section 2.2")
  func reserved() {
    #expect(
      Percent.encode(":/?#[]@!$&'()*+,;=")
        == "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D")
  }

  @Test("marks are encoded where only letters and digits stay, in digits of either case")
  func alphanumeric() {
    #expect(Percent.encode("a-1 ~", leaving: .alphanumeric) == "a%2D1%20%7E")
    #expect(Percent.encode("a-1 ~", leaving: .alphanumeric, inLowerCase: true) == "a%2d1%20%7e")
  }

  @Test(
    "a form's plus is a space, digits are of either case, and what is broken stays",
    arguments: [
      ("a+b", "a b"), ("%2B%2b", "++"), ("100%", "100%"), ("%4", "%4"), ("%zz", "%zz"),
      ("%+1", "% 1"), ("%%41", "%A"), ("%ff", "\u{fffd}"),
    ])
  func forms(text: String, decoded: String) { #expect(Percent.decodeForm(text[...]) == decoded) }
}
