import Integrations

/// Reads RFC 8785 bytes from left to right and accepts nothing else.
///
/// It is the decode path of every record: members are asked for in their canonical order, so a
/// member that is missing, unknown, misplaced or given twice is found without building a tree.
/// Bytes that it accepts are the bytes that `CanonicalWriter` would write again.
struct CanonicalCursor {
  let bytes: UnsafeRawBufferPointer
  /// The lists of scopes of earlier records of a scan; nil outside of scans.
  let scopeLists: ScopeListCache?
  var index = 0

  init(_ bytes: UnsafeRawBufferPointer, _ scopeLists: ScopeListCache? = nil) {
    self.bytes = bytes
    self.scopeLists = scopeLists
  }

  var isAtEnd: Bool { index == bytes.count }

  func failure(_ english: String, _ swedish: String) -> RecordError {
    RecordError(english, swedish)
  }

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
    guard skip(literal) else {
      throw failure(
        "\(literal) is missing at byte \(index + 1)", "\(literal) saknas vid byte \(index + 1)")
    }
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
      throw failure(
        "the field \"\(RecordError.quoting(name))\" is unknown",
        "fältet \"\(RecordError.quoting(name))\" är okänt")
    }
    throw failure(
      "the JSON is broken at byte \(index + 1)", "JSON-texten är trasig vid byte \(index + 1)")
  }

  private func absent(_ name: StaticString, first: Bool) -> RecordError {
    var rest = self
    if !first { _ = rest.skip(",") }
    if rest.skip("\""), let found = try? rest.plain(), found.isBeforeCanonically("\(name)") {
      return failure(
        "the field \"\(RecordError.quoting(found))\" is unknown",
        "fältet \"\(RecordError.quoting(found))\" är okänt")
    }
    return failure("the field \"\(name)\" is missing", "fältet \"\(name)\" saknas")
  }
}
