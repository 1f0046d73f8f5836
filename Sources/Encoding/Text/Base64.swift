/// Base64 and base64url (RFC 4648 sections 4 and 5), with one spelling of every value.
///
/// base64 has padding and base64url has none. Reading refuses every other spelling: line breaks,
/// other padding, and unused bits that are not zero (section 3.5).
package enum Base64 {
  /// Which characters stand for 62 and 63, and whether there is padding.
  package enum Alphabet: Sendable {
    case standard, url
  }

  /// How many characters a number of bytes becomes.
  package static func length(of byteCount: Int, _ alphabet: Alphabet = .standard) -> Int {
    alphabet == .standard ? (byteCount + 2) / 3 * 4 : (byteCount * 4 + 2) / 3
  }

  /// Encodes bytes into a buffer, which must be large enough.
  ///
  /// - Returns: How many characters were written.
  @discardableResult
  package static func encode(
    _ bytes: UnsafeRawBufferPointer, _ alphabet: Alphabet = .standard,
    into target: UnsafeMutableRawBufferPointer
  ) -> Int {
    let length = length(of: bytes.count, alphabet)
    precondition(target.count >= length, "the buffer has room for what is written")
    var written = 0
    var start = 0
    while start < bytes.count {
      let second = start + 1 < bytes.count ? bytes[start + 1] : 0
      let third = start + 2 < bytes.count ? bytes[start + 2] : 0
      let group = UInt32(bytes[start]) << 16 | UInt32(second) << 8 | UInt32(third)
      let used = min(3, bytes.count - start) + 1
      for place in 0..<used {
        let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 0x3f
        target[written + place] = character(value, alphabet)
      }
      written += used
      start += 3
    }
    while written < length {
      target[written] = UInt8(ascii: "=")
      written += 1
    }
    return length
  }

  /// Decodes characters; nil if `encode` would spell the bytes differently.
  package static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    let characters = Array(text.utf8)
    let digits = alphabet == .standard ? withoutPadding(characters) : characters[...]
    guard let digits, digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var bits: UInt32 = 0
    var bitCount = 0
    for digit in digits {
      guard let value = value(of: digit, alphabet) else { return nil }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
      }
    }
    return bits & (1 << UInt32(bitCount) - 1) == 0 ? bytes : nil
  }

  /// True if a byte is one of the 64 characters of base64url.
  package static func isURLCharacter(_ byte: UInt8) -> Bool { value(of: byte, .url) != nil }

  /// The characters before the padding; nil if the padding does not match the length.
  private static func withoutPadding(_ characters: [UInt8]) -> ArraySlice<UInt8>? {
    guard characters.count.isMultiple(of: 4) else { return nil }
    let padding = characters.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return characters.dropLast(padding)
  }

  private static func character(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: alphabet == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
    default: alphabet == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
    }
  }

  private static func value(of character: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch (character, alphabet) {
    case (UInt8(ascii: "A")...UInt8(ascii: "Z"), _): character - UInt8(ascii: "A")
    case (UInt8(ascii: "a")...UInt8(ascii: "z"), _): character - UInt8(ascii: "a") + 26
    case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): character - UInt8(ascii: "0") + 52
    case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
    case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
    default: nil
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes in base64, with padding.
  package var base64: String { text(.standard) }
  /// The bytes in base64url, without padding.
  package var base64URL: String { text(.url) }

  private func text(_ alphabet: Base64.Alphabet) -> String {
    String(unsafeUninitializedCapacity: Base64.length(of: count, alphabet)) { target in
      Base64.encode(self, alphabet, into: UnsafeMutableRawBufferPointer(target))
    }
  }
}

extension [UInt8] {
  /// Reads base64 in its one spelling; nil for anything else.
  package init?(base64 text: some StringProtocol) {
    guard let bytes = Base64.decode(String(text)) else { return nil }
    self = bytes
  }

  /// Reads base64url in its one spelling; nil for anything else.
  package init?(base64URL text: some StringProtocol) {
    guard let bytes = Base64.decode(String(text), .url) else { return nil }
    self = bytes
  }

  /// The bytes in base64, with padding.
  package var base64: String { withUnsafeBytes { $0.base64 } }
  /// The bytes in base64url, without padding.
  package var base64URL: String { withUnsafeBytes { $0.base64URL } }
}
