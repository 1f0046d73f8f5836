/// The largest numbers that a sound ledger can hold, far from overflowing when they are added.
///
/// A larger one can only be in a file that was changed, and is refused before it is used.
package enum Bounds {
  /// The highest position, sequence or size, since a record's sequence has 16 digits.
  package static let highest: Int64 = 9_999_999_999_999_999

  /// True if this can be a position.
  static func isPosition(_ number: Int64) -> Bool { (1...highest).contains(number) }

  /// The highest epoch: nobody restores a ledger so often.
  static let highestEpoch: Int64 = 1_000_000

  /// True if this can be the number of an epoch.
  package static func isEpoch(_ number: Int64) -> Bool { (1...highestEpoch).contains(number) }

  /// True if this can be a size, or a number that is counted from 0.
  package static func isCount(_ number: Int64) -> Bool { (0...highest).contains(number) }
}
