import Foundation
import Integrations

/// Reads RFC 8785 bytes from left to right and accepts nothing else.
///
/// It is the decode path of every record: members are asked for in their canonical order, so a
/// member that is missing, unknown, misplaced or given twice is found without building a tree.
/// Bytes that it accepts are the bytes that `CanonicalWriter` would write again.
struct CanonicalCursor {
  let bytes: UnsafeRawBufferPointer
  /// What is known of earlier records of a scan.
  let scopeLists: ScopeListCache?
  var index = 0

  init(_ bytes: UnsafeRawBufferPointer, _ scopeLists: ScopeListCache? = nil) {
    self.bytes = bytes
    self.scopeLists = scopeLists
  }

  var isAtEnd: Bool { index == bytes.count }

  func failure(_ what: String) -> RecordError { RecordError(what) }

  /// Steps over this text if it comes next.
  @inline(__always)
  mutating func skip(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.count - index >= count, let base = bytes.baseAddress,
      (base + index).equals(literal.utf8Start, count: count)
    else { return false }
    index += count
    return true
  }

  mutating func expect(_ literal: StaticString) throws(RecordError) {
    guard skip(literal) else { throw failure("\(literal) is missing at byte \(index + 1)") }
  }

  // MARK: Members

  /// Steps to the value of a member that must come next.
  @inline(__always)
  mutating func member(_ name: StaticString, first: Bool = false) throws(RecordError) {
    guard optionalMember(name, first: first) else { throw absent(name, first: first) }
  }

  /// Steps to the value of a member if it comes next.
  ///
  /// The name's length is known where this is inlined, so it is compared without a loop.
  @inline(__always)
  mutating func optionalMember(_ name: StaticString, first: Bool = false) -> Bool {
    let length = name.utf8CodeUnitCount
    let quote = first ? index : index + 1
    guard bytes.count - quote >= length + 3, let base = bytes.baseAddress,
      first || bytes[index] == UInt8(ascii: ","), bytes[quote] == UInt8(ascii: "\""),
      (base + quote + 1).equals(name.utf8Start, count: length),
      bytes[quote + length + 1] == UInt8(ascii: "\""),
      bytes[quote + length + 2] == UInt8(ascii: ":")
    else { return false }
    index = quote + length + 3
    return true
  }

  /// Closes an object that has no members left.
  mutating func closeObject() throws(RecordError) {
    if skip("}") { return }
    if skip(","), skip("\""), let name = try? plain() {
      throw failure("the field \"\(RecordError.quoting(name))\" is unknown")
    }
    throw failure("the JSON is broken at byte \(index + 1)")
  }

  private func absent(_ name: StaticString, first: Bool) -> RecordError {
    var rest = self
    if !first { _ = rest.skip(",") }
    if rest.skip("\""), let found = try? rest.plain(), found.isBeforeCanonically("\(name)") {
      return failure("the field \"\(RecordError.quoting(found))\" is unknown")
    }
    return failure("the field \"\(name)\" is missing")
  }

  // MARK: Values

  /// The bytes up to the next quotation mark, which are taken as well; no escapes, ASCII only.
  @inline(__always)
  mutating func plainBytes() throws(RecordError) -> UnsafeRawBufferPointer {
    let start = index
    let end = bytes.endOfPlainASCII(from: start)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
      throw failure("a text at byte \(start + 1) may hold plain ASCII only")
    }
    index = end + 1
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// The text up to the next quotation mark; the opening one has been taken.
  private mutating func plain() throws(RecordError) -> String {
    String(decoding: try plainBytes(), as: UTF8.self)
  }

  @inline(__always)
  mutating func openText(_ name: StaticString) throws(RecordError) {
    guard skip("\"") else { throw failure("\"\(name)\" must be a text") }
  }

  mutating func bool(_ name: StaticString) throws(RecordError) -> Bool {
    if skip("true") { return true }
    if skip("false") { return false }
    throw failure("\"\(name)\" must be true or false")
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
      throw failure("\"\(name)\" must be a whole number")
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
        "\"\(name)\" must be a time that exists, written as 2026-11-03T09:00:00.000Z")
    }
    index += 25
    return time
  }

  mutating func identifier<Kind>(_ name: StaticString) throws(RecordError) -> Identifier<Kind> {
    try openText(name)
    guard bytes.count - index > 36, bytes[index + 36] == UInt8(ascii: "\""),
      let identifier = Identifier<Kind>(
        canonical: UnsafeRawBufferPointer(rebasing: bytes[index..<(index + 36)]))
    else { throw failure("\"\(name)\" must be a lower-case UUID") }
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
      throw failure("\"\(name)\" is \"\(found)\", which is not one of \(known)")
    }
    return word
  }

  /// Any text: valid UTF-8, escaped as RFC 8785 prescribes, at most so many bytes.
  mutating func text(_ name: StaticString, limit: Int) throws(RecordError) -> String {
    try openText(name)
    let start = index
    var escaped = false
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      guard bytes[index] >= 0x20 else { throw failure("\"\(name)\" is not canonical JSON") }
      if bytes[index] == UInt8(ascii: "\\") {
        escaped = true
        index += 1
      }
      index += 1
    }
    guard index < bytes.count else { throw failure("\"\(name)\" has no end") }
    let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    index += 1
    let text: String
    if escaped {
      text = try unescaped(raw, name)
    } else {
      guard let valid = String(validating: raw, as: UTF8.self) else {
        throw failure("\"\(name)\" is not valid UTF-8")
      }
      text = valid
    }
    guard text.utf8.count <= limit else {
      throw failure(
        "\"\(name)\" is \(text.utf8.count) bytes long and may have \(limit); cut it")
    }
    return text
  }

  // Escapes are rare, so the plain and strict way: parse, write again, compare.
  private func unescaped(
    _ raw: UnsafeRawBufferPointer, _ name: StaticString
  ) throws(RecordError) -> String {
    let quoted = [UInt8(ascii: "\"")] + raw + [UInt8(ascii: "\"")]
    guard case .string(let text)? = try? JSONParser.parse(quoted) else {
      throw failure("\"\(name)\" is not valid JSON")
    }
    var writer = CanonicalWriter(reserving: quoted.count)
    writer.string(text)
    guard writer.bytes == quoted else { throw failure("\"\(name)\" is not canonical JSON") }
    return text
  }

  /// Steps over any value; it is checked by whoever reads it later.
  mutating func skipObject(_ name: StaticString) throws(RecordError) -> UnsafeRawBufferPointer {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else {
      throw failure("\"\(name)\" must be an object")
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
    throw failure("\"\(name)\" has no end")
  }
}
