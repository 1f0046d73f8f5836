import Integrations

/// Random numbers that are the same for the same seed, so that a failure can be seen again.
///
/// Sebastiano Vigna's SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
struct Chance: RandomNumberGenerator {
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

  /// True so many times out of a hundred.
  mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// Any case of an enum.
  mutating func any<Choice: CaseIterable & Sendable>(_ type: Choice.Type) -> Choice {
    let cases = Array(Choice.allCases)
    return cases[Int.random(in: cases.indices, using: &self)]
  }

  /// Any of a few.
  mutating func one<Choice>(of first: Choice, _ others: Choice...) -> Choice {
    let index = Int.random(in: 0...others.count, using: &self)
    return index == 0 ? first : others[index - 1]
  }

  /// A moment of the hundred days after the start.
  mutating func moment() -> Timestamp {
    minute(Int64.random(in: 0..<144_000, using: &self))
  }
}
