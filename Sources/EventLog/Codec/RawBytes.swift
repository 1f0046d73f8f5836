import Foundation

/// Comparing and searching bytes eight at a time, where a call for each would cost more than the
/// work: a record has some twenty short names to compare and as many texts to step over.
extension UnsafeRawPointer {
  /// True if the next `count` bytes are the same.
  ///
  /// The last word overlaps the one before, so that no byte is compared alone.
  @inline(__always)
  func equals(_ other: UnsafeRawPointer, count: Int) -> Bool {
    func same<Word: FixedWidthInteger & BitwiseCopyable>(_: Word.Type, at offset: Int) -> Bool {
      loadUnaligned(fromByteOffset: offset, as: Word.self)
        == other.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }
    if count >= 8 {
      var offset = 0
      while offset + 8 < count {
        guard same(UInt64.self, at: offset) else { return false }
        offset += 8
      }
      return same(UInt64.self, at: count - 8)
    }
    if count >= 4 { return same(UInt32.self, at: 0) && same(UInt32.self, at: count - 4) }
    if count >= 2 { return same(UInt16.self, at: 0) && same(UInt16.self, at: count - 2) }
    return count == 0 || same(UInt8.self, at: 0)
  }
}

extension UnsafeRawBufferPointer {
  /// The index of the next quotation mark or backslash; `count` if there is none.
  @inline(__always)
  func endOfPlainText(from start: Int) -> Int {
    first(from: start) { word in
      (word ^ 0x2222_2222_2222_2222).zeroBytes | (word ^ 0x5c5c_5c5c_5c5c_5c5c).zeroBytes
    }
  }

  /// The index of the next byte that a plain text cannot hold, `count` if there is none: a
  /// quotation mark, a backslash, or one that is not printable ASCII.
  @inline(__always)
  func endOfPlainASCII(from start: Int) -> Int {
    first(from: start) { word in
      (word ^ 0x2222_2222_2222_2222).zeroBytes | (word ^ 0x5c5c_5c5c_5c5c_5c5c).zeroBytes
        | (word ^ 0x7f7f_7f7f_7f7f_7f7f).zeroBytes
        | ((word &- 0x2020_2020_2020_2020) & ~word | word) & 0x8080_8080_8080_8080
    }
  }

  /// The index of the first marked byte; `count` if there is none.
  ///
  /// - Parameter marks: The highest bit of every marked byte of a word; above the lowest of them
  ///   others may be set too.
  @inline(__always)
  private func first(from start: Int, _ marks: (UInt64) -> UInt64) -> Int {
    var index = start
    guard let base = baseAddress else { return start }
    while index + 8 <= count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let found = marks(word)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    // A byte in every place, so that only the byte itself can be marked.
    while index < count, marks(UInt64(self[index]) &* 0x0101_0101_0101_0101) == 0 { index += 1 }
    return index
  }
}

extension UInt64 {
  /// Sets the highest bit of the lowest zero byte, and no bit below it.
  ///
  /// Bits above it may be set too (Hacker's Delight, section 6-1).
  @inline(__always)
  fileprivate var zeroBytes: UInt64 {
    (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080
  }
}

extension UnsafeRawBufferPointer {
  /// The 16 bytes of an id as two numbers; nil for anything else.
  var halves: (UInt64, UInt64)? {
    guard count == 16 else { return nil }
    return (
      UInt64(bigEndian: loadUnaligned(as: UInt64.self)),
      UInt64(bigEndian: loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }
}

extension UnsafeRawBufferPointer {
  /// True if the bytes begin with this text.
  package func hasPrefix(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return memcmp(start, text.utf8Start, length) == 0
  }

  /// True if the bytes end with this text.
  func hasSuffix(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return memcmp(start + (count - length), text.utf8Start, length) == 0
  }

  /// True if this is `[a-z0-9][a-z0-9-]{0,62}`.
  var isOpaqueID: Bool {
    guard (1...63).contains(count), self[0] != UInt8(ascii: "-") else { return false }
    return allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
  }
}
