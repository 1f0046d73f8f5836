/// Random numbers that are the same for the same seed, on every machine and for ever.
///
/// Sebastiano Vigna's SplitMix64 (https://prng.di.unimi.it/splitmix64.c): eight bytes of state, so
/// that each of a million companies can have numbers of its own.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in the range; its bias is below one in 2^40 for ranges of months in milliseconds.
  mutating func next(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(next().multipliedFullWidth(by: width).high)
  }

  /// True so many times out of a hundred.
  mutating func chance(_ percent: Int64) -> Bool {
    next(in: 0...99) < percent
  }
}
