/// The right edge of a growing tree: all that is needed to append a leaf and to compute the root.
///
/// It holds the roots of the perfect subtrees that the leaves so far divide into, largest first: one
/// for each bit of the size that is set. Appending costs one hash on average, and the root one for
/// each subtree.
public struct Frontier: Hashable, Sendable {
  /// How many leaves the tree has.
  public private(set) var size: UInt64 = 0
  /// The roots of the perfect subtrees, from left to right.
  public private(set) var subtrees: [TreeHash] = []

  /// A tree without leaves.
  public init() {}

  /// A tree restored from its right edge.
  ///
  /// - Returns: nil if there is not exactly one subtree for each bit set in the size.
  public init?(size: UInt64, subtrees: [TreeHash]) {
    guard size.nonzeroBitCount == subtrees.count else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  /// Appends one leaf.
  public mutating func append(_ leaf: TreeHash) {
    append(leaf) { _, _ in }
  }

  /// Appends one leaf.
  ///
  /// - Parameter made: Called for every perfect subtree that the leaf completes, first for the leaf
  ///   itself. A `NodeSource` has to keep these hashes.
  public mutating func append(
    _ leaf: TreeHash, made: (_ node: Node, _ hash: TreeHash) throws -> Void
  ) rethrows {
    var node = Node(level: 0, index: size)
    var hash = leaf
    try made(node, hash)
    while node.index & 1 == 1, let left = subtrees.popLast() {
      hash = TreeHash.node(left, hash)
      node = node.parent
      try made(node, hash)
    }
    subtrees.append(hash)
    size += 1
  }

  /// Appends a perfect subtree of `2^level` leaves whose root is known.
  ///
  /// - Returns: false, with nothing appended, if the size is not a multiple of `2^level`.
  public mutating func append(subtree root: TreeHash, level: Int) -> Bool {
    guard size & (1 << UInt64(level) - 1) == 0 else { return false }
    var hash = root
    var index = size >> UInt64(level)
    while index & 1 == 1, let left = subtrees.popLast() {
      hash = TreeHash.node(left, hash)
      index >>= 1
    }
    subtrees.append(hash)
    size += 1 << UInt64(level)
    return true
  }

  /// The root of the tree.
  public var root: TreeHash {
    guard var root = subtrees.last else { return .empty }
    for left in subtrees.dropLast().reversed() { root = TreeHash.node(left, root) }
    return root
  }
}

/// A perfect subtree: `2^level` leaves, the first of them `index * 2^level`.
public struct Node: Hashable, Sendable {
  /// How many levels lie below; 0 for a leaf.
  public var level: Int
  /// The number among its neighbours of the same level.
  public var index: UInt64

  /// A perfect subtree.
  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }

  /// The subtree that this one is a half of.
  public var parent: Node { Node(level: level + 1, index: index >> 1) }
}
