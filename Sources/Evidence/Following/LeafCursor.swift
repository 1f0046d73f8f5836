/// How far a reader of the publications has come: it has read the first leaves of an epoch's root
/// tree, and everything of the epochs before.
///
/// It is written `EPOCH-LEAVES`, such as `1-12`; `0` stands for the beginning.
public struct LeafCursor: Hashable, Sendable {
  /// Before the first publication.
  public static let start = LeafCursor(epoch: 1, leaves: 0)

  /// The number of restores plus 1.
  public var epoch: Int64
  /// How many leaves of the epoch were read.
  public var leaves: Int64

  /// A cursor after some leaves of an epoch.
  public init(epoch: Int64, leaves: Int64) {
    self.epoch = epoch
    self.leaves = leaves
  }

  /// Reads `EPOCH-LEAVES` or `0`; nil for anything else.
  public init?(_ text: String) {
    if text == "0" {
      self = .start
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in Int64(part).flatMap { String($0) == part ? $0 : nil } }
    guard parts.count == 2, numbers.count == 2, numbers[0] >= 1, numbers[1] >= 0 else { return nil }
    self.init(epoch: numbers[0], leaves: numbers[1])
  }
}

extension LeafCursor: Comparable {
  /// Earlier epochs come first.
  public static func < (left: LeafCursor, right: LeafCursor) -> Bool {
    (left.epoch, left.leaves) < (right.epoch, right.leaves)
  }
}

extension LeafCursor: CustomStringConvertible {
  /// The form that feeds use, `1-12`.
  public var description: String { "\(epoch)-\(leaves)" }
}
