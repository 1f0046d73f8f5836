import EventLog
import Foundation

/// A keyed sum over rows: two sets of rows with the same sum are the same, but for negligible
/// chance.
///
/// Each row is mixed with random keys of this run, so that nobody can make up rows with the sum of
/// others. The order of rows does not count; the caller checks it if it matters.
struct KeyedSum: Equatable {
  /// The keys of one run.
  struct Key {
    fileprivate let parts: (UInt64, UInt64, UInt64, UInt64)

    init() {
      var random = SystemRandomNumberGenerator()
      parts = (random.next(), random.next(), random.next(), random.next())
    }
  }

  private var sum: UInt64 = 0
  private(set) var count: Int64 = 0

  /// Adds a row of at most three numbers.
  mutating func add(_ first: UInt64, _ second: UInt64, _ third: UInt64, mixedBy key: Key) {
    let pair = Self.mix(first ^ key.parts.0, second ^ key.parts.1)
    sum &+= Self.mix(pair ^ key.parts.2, third ^ key.parts.3)
    count += 1
  }

  /// Mixes two numbers: both halves of their product, on which every bit of each has an effect.
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
