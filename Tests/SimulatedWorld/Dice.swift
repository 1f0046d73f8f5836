/// SplitMix64 with the few questions that a history asks it: the same answers for the same seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  /// Dice that give the same numbers for the same seed.
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  /// True in so many of a hundred cases.
  mutating func percent(_ share: Int) -> Bool { next() % 100 < UInt64(share) }

  /// A number below `bound`.
  mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }

  /// A number in a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// One of the values, each as often as its weight says.
  mutating func pick<Value>(_ weighted: [(weight: Int, value: Value)], or other: Value) -> Value {
    var rest = below(weighted.reduce(0) { $0 + $1.weight })
    for (weight, value) in weighted {
      if rest < weight { return value }
      rest -= weight
    }
    return other
  }
}
