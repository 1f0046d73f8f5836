package import Integrations

/// Reads one JSON text (RFC 8259) as strictly as a ledger must.
///
/// It refuses, besides what the RFC refuses: names given twice, fractions and exponents, numbers
/// past ±(2^53-1), lone surrogates, invalid UTF-8, and nesting deeper than `depthLimit`.
package struct JSONParser {
  /// What is wrong, and at which byte of the text, counted from 1.
  package struct Failure: Error, Hashable {
    /// What is wrong, as a clause.
    package var text: Text
    /// The byte, counted from 1.
    package var byte: Int

    /// The clause in English.
    package var what: String { text.english }
  }

  /// Deeper than any record; keeps hostile input from exhausting the stack.
  static let depthLimit = 16

  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  private init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Reads a text that holds exactly one value.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> JSONValue {
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == bytes.count else {
      throw parser.failure("there is more after the value", "det står mer efter värdet")
    }
    return value
  }

  /// Reads a text that holds exactly one value.
  package static func parse(_ text: some Sequence<UInt8>) throws(Failure) -> JSONValue {
    let result: Result<JSONValue, Failure> = Array(text).withUnsafeBytes { buffer in
      do throws(Failure) { return .success(try parse(buffer)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func failure(_ english: String, _ swedish: String) -> Failure {
    Failure(text: Text(english, swedish), byte: index + 1)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      index += 1
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.depthLimit else {
      throw failure(
        "it is nested more than \(Self.depthLimit) deep",
        "det är nästlat djupare än \(Self.depthLimit) nivåer")
    }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"): return .integer(try integer())
    case .some(let byte) where (0x30...0x39).contains(byte): return .integer(try integer())
    case nil: throw failure("the JSON ends too early", "JSON-texten slutar för tidigt")
    default: throw failure("no JSON value begins here", "inget JSON-värde börjar här")
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    let count = word.utf8CodeUnitCount
    let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: count)
    guard index + count <= bytes.count,
      UnsafeRawBufferPointer(rebasing: bytes[index..<(index + count)]).elementsEqual(expected)
    else { throw failure("no JSON value begins here", "inget JSON-värde börjar här") }
    index += count
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONValue {
    index += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if skip(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else {
        throw failure("a name in quotation marks is missing", "ett namn inom citattecken saknas")
      }
      let start = index
      let name = try string()
      if members.contains(where: { $0.name == name }) {
        index = start
        throw failure(
          "the name \"\(RecordError.quoting(name))\" stands twice",
          "namnet \"\(RecordError.quoting(name))\" står två gånger")
      }
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw failure("a colon is missing", "ett kolon saknas") }
      skipSpace()
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      guard members.count <= 256 else {
        throw failure("an object has more than 256 names", "ett objekt har fler än 256 namn")
      }
      skipSpace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else {
      throw failure(
        "a comma or closing brace is missing", "ett komma eller en avslutande klammer saknas")
    }
    return .object(of: members)
  }

  private mutating func array(depth: Int) throws(Failure) -> JSONValue {
    index += 1
    var elements: [JSONValue] = []
    skipSpace()
    if skip(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else {
      throw failure(
        "a comma or closing bracket is missing", "ett komma eller en avslutande hakparentes saknas")
    }
    return .array(elements)
  }

  private mutating func integer() throws(Failure) -> Int64 {
    let start = index
    let negative = skip(UInt8(ascii: "-"))
    var magnitude: Int64 = 0
    let firstDigit = index
    while let byte = next, (0x30...0x39).contains(byte) {
      magnitude = magnitude * 10 + Int64(byte - 0x30)
      index += 1
      guard magnitude <= JSONValue.largestInteger else {
        throw failure(
          "a number is outside ±\(JSONValue.largestInteger)",
          "ett tal ligger utanför ±\(JSONValue.largestInteger)")
      }
    }
    let digits = index - firstDigit
    guard digits > 0 else { throw failure("a number has no digits", "ett tal saknar siffror") }
    guard digits == 1 || bytes[firstDigit] != 0x30 else {
      index = start
      throw failure("a number begins with a zero", "ett tal börjar med noll")
    }
    if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      index = start
      throw failure(
        "a number is not whole; records hold whole numbers only",
        "ett tal är inte helt; poster innehåller bara heltal")
    }
    return negative ? -magnitude : magnitude
  }

  private mutating func string() throws(Failure) -> String {
    index += 1
    let start = index
    skipPlainText()
    var text = try validated(start..<index)
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else {
        throw failure(
          "a control character stands in a text; write it as \\u00..",
          "ett styrtecken står i en text; skriv det som \\u00..")
      }
      if byte == UInt8(ascii: "\\") {
        text.unicodeScalars.append(try escape())
      } else {
        let run = index
        skipPlainText()
        text += try validated(run..<index)
      }
    }
    guard skip(UInt8(ascii: "\"")) else {
      throw failure("a text has no closing quotation mark", "en text saknar avslutande citattecken")
    }
    return text
  }

  private mutating func skipPlainText() {
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      index += 1
    }
  }

  private func validated(_ range: Range<Int>) throws(Failure) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw Failure(
        text: Text("a text is not valid UTF-8", "en text är inte giltig UTF-8"),
        byte: range.lowerBound + 1)
    }
    return text
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    index += 1
    guard let byte = next else {
      throw failure("the JSON ends too early", "JSON-texten slutar för tidigt")
    }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default:
      throw failure("a text holds an unknown escape", "en text innehåller en okänd escape-sekvens")
    }
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
    guard (0xd800..<0xdc00).contains(first), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u"))
    else {
      throw failure(
        "a text holds half of a surrogate pair", "en text innehåller ett halvt surrogatpar")
    }
    let second = try codeUnit()
    guard (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
    else {
      throw failure(
        "a text holds half of a surrogate pair", "en text innehåller ett halvt surrogatpar")
    }
    return scalar
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure(
          "a \\u escape needs four hexadecimal digits",
          "en \\u-sekvens kräver fyra hexadecimala siffror")
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }
}
