import Integrations

/// Reads the values that `StateWriter` wrote, one after another.
///
/// Bytes that it cannot read are of a damaged projection, whose rows can have
/// been changed: so every length and every number is checked before it is used.
struct StateReader {
  /// The bytes are not what a `StateWriter` writes.
  struct Broken: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// True once every byte was read.
  var isAtEnd: Bool { index == bytes.count }

  mutating func byte() throws(Broken) -> UInt8 {
    guard index < bytes.count else { throw Broken() }
    defer { index += 1 }
    return bytes[index]
  }

  /// An unsigned number in LEB128.
  mutating func unsigned() throws(Broken) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw Broken() }
    }
  }

  /// A count of things that follow, each of at least one byte.
  mutating func count() throws(Broken) -> Int {
    let value = try unsigned()
    guard value <= UInt64(bytes.count) else { throw Broken() }
    return Int(value)
  }

  /// A count of records, which can exceed the number of bytes here.
  ///
  /// Folds add to it, so it must be far from overflowing.
  mutating func tally() throws(Broken) -> Int {
    let value = try unsigned()
    guard value <= UInt64(Int32.max) else { throw Broken() }
    return Int(value)
  }

  /// A signed number, zigzag in LEB128.
  mutating func number() throws(Broken) -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func bool() throws(Broken) -> Bool { try byte() != 0 }

  mutating func text() throws(Broken) -> String {
    let length = try count()
    guard index + length <= bytes.count else { throw Broken() }
    defer { index += length }
    return String(decoding: bytes[index..<(index + length)], as: UTF8.self)
  }

  mutating func time() throws(Broken) -> Timestamp {
    let milliseconds = try number()
    guard Self.times.contains(milliseconds) else { throw Broken() }
    return Timestamp(milliseconds: milliseconds)
  }

  /// Years 0001 to 9999, the times that a record can hold.
  private static let times: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
  /// The numbers that a record can hold, 16 digits.
  private static let sequences: Range<Int64> = 0..<10_000_000_000_000_000

  mutating func attempt() throws(Broken) -> AttemptID {
    guard index + 16 <= bytes.count else { throw Broken() }
    defer { index += 16 }
    return AttemptID(
      high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)))
  }

  mutating func word<Word: CanonicalWord>() throws(Broken) -> Word {
    guard let word = Word.table.word(at: Int(try byte())) else { throw Broken() }
    return word
  }

  mutating func optional<Value>(
    _ read: (inout Self) throws(Broken) -> Value
  ) throws(Broken) -> Value? {
    try bool() ? try read(&self) : nil
  }

  mutating func citation() throws(Broken) -> Citation {
    let sequence = try number()
    guard Self.sequences.contains(sequence) else { throw Broken() }
    return Citation(sequence: SequenceNumber(sequence), time: try time())
  }

  mutating func texts() throws(Broken) -> [String] {
    let number = try count()
    var values: [String] = []
    for _ in 0..<number { values.append(try text()) }
    return values
  }
}
