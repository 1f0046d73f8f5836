import Foundation
import Integrations

/// The values that members have.
extension CanonicalCursor {
  /// The bytes up to the next quotation mark, which is stepped over; ASCII without escapes only.
  @inline(__always)
  mutating func plainBytes() throws(RecordError) -> UnsafeRawBufferPointer {
    let start = index
    let end = bytes.endOfPlainASCII(from: start)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
      throw failure(
        "a text at byte \(start + 1) may hold plain ASCII only",
        "en text vid byte \(start + 1) får bara innehålla ren ASCII")
    }
    index = end + 1
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// The text up to the next quotation mark; the opening one was stepped over.
  mutating func plain() throws(RecordError) -> String {
    String(decoding: try plainBytes(), as: UTF8.self)
  }

  @inline(__always)
  mutating func openText(_ name: StaticString) throws(RecordError) {
    guard skip("\"") else {
      throw failure("\"\(name)\" must be a text", "\"\(name)\" måste vara en text")
    }
  }

  mutating func bool(_ name: StaticString) throws(RecordError) -> Bool {
    if skip("true") { return true }
    if skip("false") { return false }
    throw failure("\"\(name)\" must be true or false", "\"\(name)\" måste vara true eller false")
  }

  mutating func integer(_ name: StaticString) throws(RecordError) -> Int64 {
    let start = index
    let negative = skip("-")
    var magnitude: Int64 = 0
    let firstDigit = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      magnitude = magnitude * 10 + Int64(bytes[index] - 0x30)
      index += 1
      guard magnitude <= JSONValue.largestInteger else { break }
    }
    let digits = index - firstDigit
    let plain = digits == 1 || digits > 1 && bytes[firstDigit] != 0x30
    guard plain, magnitude <= JSONValue.largestInteger, !(negative && magnitude == 0) else {
      index = start
      throw failure("\"\(name)\" must be a whole number", "\"\(name)\" måste vara ett heltal")
    }
    return negative ? -magnitude : magnitude
  }

  mutating func timestamp(_ name: StaticString) throws(RecordError) -> Timestamp {
    try openText(name)
    guard bytes.count - index > 24, bytes[index + 24] == UInt8(ascii: "\""),
      let time = Timestamp(
        canonical: UnsafeRawBufferPointer(rebasing: bytes[index..<(index + 24)]))
    else {
      throw failure(
        "\"\(name)\" must be a time that exists, written as 2026-11-03T09:00:00.000Z",
        "\"\(name)\" måste vara en tid som finns, skriven som 2026-11-03T09:00:00.000Z")
    }
    index += 25
    return time
  }

  mutating func identifier<Kind>(_ name: StaticString) throws(RecordError) -> Identifier<Kind> {
    try openText(name)
    guard bytes.count - index > 36, bytes[index + 36] == UInt8(ascii: "\""),
      let identifier = Identifier<Kind>(
        canonical: UnsafeRawBufferPointer(rebasing: bytes[index..<(index + 36)]))
    else {
      throw failure(
        "\"\(name)\" must be a lower-case UUID", "\"\(name)\" måste vara ett UUID med små bokstäver"
      )
    }
    index += 37
    return identifier
  }

  /// One of a closed list of words.
  @inline(__always)
  mutating func word<Word: CanonicalWord>(_ name: StaticString) throws(RecordError) -> Word {
    try openText(name)
    let text = try plainBytes()
    guard let word = Word.table.word(text) else {
      let found = RecordError.quoting(String(decoding: text, as: UTF8.self))
      let known = Word.allCases.map(\.rawValue).sorted().joined(separator: ", ")
      throw failure(
        "\"\(name)\" is \"\(found)\", which is not one of \(known)",
        "\"\(name)\" är \"\(found)\", som inte är något av \(known)")
    }
    return word
  }

  /// Any text: valid UTF-8, escaped as RFC 8785 prescribes, at most so many bytes.
  mutating func text(_ name: StaticString, limit: Int) throws(RecordError) -> String {
    try openText(name)
    let start = index
    var escaped = false
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      guard bytes[index] >= 0x20 else {
        throw failure("\"\(name)\" is not canonical JSON", "\"\(name)\" är inte kanonisk JSON")
      }
      if bytes[index] == UInt8(ascii: "\\") {
        escaped = true
        index += 1
      }
      index += 1
    }
    guard index < bytes.count else {
      throw failure("\"\(name)\" has no end", "\"\(name)\" har inget slut")
    }
    let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    index += 1
    let text: String
    if escaped {
      text = try unescaped(raw, name)
    } else {
      guard let valid = String(validating: raw, as: UTF8.self) else {
        throw failure("\"\(name)\" is not valid UTF-8", "\"\(name)\" är inte giltig UTF-8")
      }
      text = valid
    }
    guard text.utf8.count <= limit else {
      throw failure(
        "\"\(name)\" is \(text.utf8.count) bytes long and may have \(limit); cut it",
        "\"\(name)\" är \(text.utf8.count) byte lång och får ha \(limit); korta den")
    }
    return text
  }

  // Escapes are rare, so this takes the simple and strict way: parse, write again, compare.
  private func unescaped(
    _ raw: UnsafeRawBufferPointer, _ name: StaticString
  ) throws(RecordError) -> String {
    let quoted = [UInt8(ascii: "\"")] + raw + [UInt8(ascii: "\"")]
    guard case .string(let text)? = try? JSONParser.parse(quoted) else {
      throw failure("\"\(name)\" is not valid JSON", "\"\(name)\" är inte giltig JSON")
    }
    var writer = CanonicalWriter(reserving: quoted.count)
    writer.string(text)
    guard writer.bytes == quoted else {
      throw failure("\"\(name)\" is not canonical JSON", "\"\(name)\" är inte kanonisk JSON")
    }
    return text
  }

  /// Steps over an object and returns its bytes, unchecked.
  mutating func skipObject(_ name: StaticString) throws(RecordError) -> UnsafeRawBufferPointer {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else {
      throw failure("\"\(name)\" must be an object", "\"\(name)\" måste vara ett objekt")
    }
    let start = index
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 {
          index += 1
          return UnsafeRawBufferPointer(rebasing: bytes[start..<index])
        }
      case UInt8(ascii: "\""):
        index = bytes.endOfPlainText(from: index + 1)
        while index < bytes.count, bytes[index] == UInt8(ascii: "\\") {
          index = bytes.endOfPlainText(from: Swift.min(index + 2, bytes.count))
        }
      default: break
      }
      index += 1
    }
    throw failure("\"\(name)\" has no end", "\"\(name)\" har inget slut")
  }
}
