/// What the numbers of a sound ledger stay below, so that no sum of them leaves its type.
///
/// A number beyond was put into the file by somebody else; it is found before it is used.
package enum Bounds {
  /// The highest position, sequence or size: a record's sequence is written in 16 digits.
  package static let highest: Int64 = 9_999_999_999_999_999

  /// Whether this can be a position.
  static func isPosition(_ number: Int64) -> Bool { (1...highest).contains(number) }

  /// The highest epoch: nobody restores a ledger so often.
  static let highestEpoch: Int64 = 1_000_000

  /// Whether this can be the number of an epoch.
  package static func isEpoch(_ number: Int64) -> Bool { (1...highestEpoch).contains(number) }

  /// Whether this can be a size, or a number that is counted from 0.
  package static func isCount(_ number: Int64) -> Bool { (0...highest).contains(number) }
}
