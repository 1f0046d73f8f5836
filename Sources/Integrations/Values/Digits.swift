/// Eight decimal digits at a time, the first in the lowest byte, with fixed characters between them.
struct Digits {
  /// Each digit's value in its byte; 0 in the byte of a fixed character.
  private let values: UInt64
  /// In every byte, the two-digit number made of this digit and the next one.
  private let pairs: UInt64

  /// Reads eight bytes that must match a pattern, in which `0` stands for any digit.
  ///
  /// - Returns: nil if a byte is not a digit where the pattern has one, or differs from the pattern
  ///   elsewhere.
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, like pattern: StaticString) {
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    let expected = UInt64(
      littleEndian: UnsafeRawPointer(pattern.utf8Start).loadUnaligned(as: UInt64.self))
    // A digit differs from `0` by its value, a fixed character from itself by nothing.
    let difference = word ^ expected
    // 1 in the bytes of fixed characters; the compiler knows all of this beforehand.
    let isFixed =
      (((expected ^ 0x3030_3030_3030_3030) &+ 0x7f7f_7f7f_7f7f_7f7f) & Self.highest) >> 7
    // With this added, a byte reaches 0x80 where it is more than 9, or than 0 for a fixed one.
    let bounds = 0x7676_7676_7676_7676 &+ isFixed &* 9
    guard (difference | (difference &+ bounds)) & Self.highest == 0 else { return nil }
    values = difference
    pairs = difference &* 10 &+ difference >> 8
  }

  private static let highest: UInt64 = 0x8080_8080_8080_8080

  /// The digit in a place.
  @inline(__always)
  func one(_ place: Int) -> Int64 { Int64(values >> UInt64(8 * place) & 0xff) }

  /// The number that two digits spell, the first of them in a place.
  @inline(__always)
  func two(_ place: Int) -> Int64 { Int64(pairs >> UInt64(8 * place) & 0xff) }

  /// The number that all eight spell.
  var all: Int64 {
    let fours = (pairs & 0x00ff_00ff_00ff_00ff) &* 100 &+ (pairs & 0x00ff_00ff_00ff_00ff) >> 16
    let halves = fours & 0x0000_ffff_0000_ffff
    return Int64((halves &* 10_000 &+ halves >> 32) & 0xffff_ffff)
  }
}
