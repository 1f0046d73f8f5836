extension String {
  /// True if the text contains a phrase, ignoring the case of ASCII letters.
  ///
  /// Called for every refusal during a fold, so it compares bytes and copies nothing.
  ///
  /// - Parameter phrase: In lower case.
  func mentions(_ phrase: StaticString) -> Bool {
    phrase.withUTF8Buffer { phrase in
      var text = self
      return text.withUTF8 { bytes in
        guard let first = phrase.first, bytes.count >= phrase.count else { return false }
        for start in 0...(bytes.count - phrase.count) where bytes[start].lowered == first {
          if Self.matches(bytes, at: start, phrase) { return true }
        }
        return false
      }
    }
  }

  private static func matches(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ phrase: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in phrase.indices where bytes[start + index].lowered != phrase[index] {
      return false
    }
    return true
  }
}

extension UInt8 {
  /// The byte, a capital ASCII letter in lower case.
  fileprivate var lowered: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
