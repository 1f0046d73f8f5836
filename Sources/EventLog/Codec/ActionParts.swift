import Integrations

/// The parts that the `data` of several actions share.
extension CanonicalCursor {
  mutating func scopes() throws(RecordError) -> [String] {
    let start = index
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    if let known = scopeLists?.list(at: rest) {
      index += known.length
      return known.scopes
    }
    let scopes = try newScopes()
    scopeLists?.remember(scopes, writtenAs: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
    return scopes
  }

  private mutating func newScopes() throws(RecordError) -> [String] {
    var scopes: [String] = []
    try list("scopes") { (cursor: inout Self) throws(RecordError) in
      let scope = try cursor.shortText("scopes")
      guard scope.utf8.allSatisfy(Self.belongsToScope) else {
        throw cursor.failure(
          "\"scopes\" may hold scopes as RFC 6749 section 3.3 has them",
          "\"scopes\" får innehålla scopes enligt RFC 6749 avsnitt 3.3")
      }
      if let last = scopes.last, !last.isBeforeCanonically(scope) {
        throw cursor.unsorted("scopes")
      }
      guard scopes.count < TextLimit.scopes else {
        throw cursor.failure(
          "\"scopes\" may name at most \(TextLimit.scopes)",
          "\"scopes\" får ange högst \(TextLimit.scopes)")
      }
      scopes.append(scope)
    }
    return scopes
  }

  /// RFC 6749 section 3.3: printable ASCII without space, quotation mark and backslash.
  private static func belongsToScope(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Registers in order, each once.
  mutating func registers(_ name: StaticString) throws(RecordError) -> Registers {
    var registers = Registers()
    var previous = ""
    try list(name) { (cursor: inout Self) throws(RecordError) in
      let register: Register = try cursor.word(name)
      guard previous < register.rawValue else { throw cursor.unsorted(name) }
      previous = register.rawValue
      registers.insert(register)
    }
    return registers
  }

  /// What registers answered, in order of the registers, each once.
  mutating func checks() throws(RecordError) -> [Approval.Check] {
    var checks: [Approval.Check] = []
    try list("checks") { (cursor: inout Self) throws(RecordError) in
      try cursor.expect("{")
      let answered = cursor.optionalMember("ok", first: true)
      let ok = answered ? try cursor.bool("ok") : nil
      try cursor.member("register", first: !answered)
      let register: Register = try cursor.word("register")
      try cursor.closeObject()
      guard (checks.last?.register.rawValue ?? "") < register.rawValue else {
        throw cursor.unsorted("checks")
      }
      checks.append(Approval.Check(register: register, ok: ok))
    }
    return checks
  }

  /// A whole number that is not negative.
  mutating func count(_ name: StaticString) throws(RecordError) -> Int {
    let count = try integer(name)
    guard count >= 0 else {
      throw failure("\"\(name)\" must not be negative", "\"\(name)\" får inte vara negativt")
    }
    return Int(count)
  }

  mutating func shortText(_ name: StaticString) throws(RecordError) -> String {
    let text = try text(name, limit: TextLimit.short)
    guard !text.isEmpty else {
      throw failure("\"\(name)\" must not be empty", "\"\(name)\" får inte vara tom")
    }
    return text
  }

  mutating func status() throws(RecordError) -> Int {
    let status = try integer("httpStatus")
    guard (100...599).contains(status) else {
      throw failure(
        "\"httpStatus\" must be from 100 to 599", "\"httpStatus\" måste vara från 100 till 599")
    }
    return Int(status)
  }

  mutating func optionalText(
    _ name: StaticString, limit: Int, first: Bool = false
  ) throws(RecordError) -> String? {
    optionalMember(name, first: first) ? try text(name, limit: limit) : nil
  }

  func unsorted(_ name: StaticString) -> RecordError {
    failure(
      "\"\(name)\" must be sorted and name each once",
      "\"\(name)\" måste vara sorterad och ange var och en en gång")
  }

  mutating func list(
    _ name: StaticString, _ element: (inout Self) throws(RecordError) -> Void
  ) throws(RecordError) {
    guard skip("[") else {
      throw failure("\"\(name)\" must be a list", "\"\(name)\" måste vara en lista")
    }
    if skip("]") { return }
    repeat { try element(&self) } while skip(",")
    guard skip("]") else {
      throw failure(
        "\"\(name)\" is not canonical JSON at byte \(index + 1)",
        "\"\(name)\" är inte kanonisk JSON vid byte \(index + 1)")
    }
  }
}

/// A cache of decoded lists of scopes, found by their bytes.
///
/// A log has few different lists, and every grant repeats one. With the cache, a fold of many
/// integrations parses and stores each list once.
package final class ScopeListCache {
  private static let limit = 8

  private var known: [(bytes: [UInt8], scopes: [String])] = []

  /// The list that these bytes begin with, and how many bytes it takes; nil if it is not cached.
  func list(at bytes: UnsafeRawBufferPointer) -> (scopes: [String], length: Int)? {
    for entry in known where entry.bytes.count <= bytes.count {
      let start = UnsafeRawBufferPointer(rebasing: bytes[..<entry.bytes.count])
      let matches = entry.bytes.withUnsafeBytes { FixedBytes.matches($0, start) }
      if matches { return (entry.scopes, entry.bytes.count) }
    }
    return nil
  }

  func remember(_ scopes: [String], writtenAs bytes: UnsafeRawBufferPointer) {
    if known.count == Self.limit { known.removeFirst() }
    known.append((Array(bytes), scopes))
  }
}
