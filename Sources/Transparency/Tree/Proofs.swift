/// A store of the hashes of a tree's perfect subtrees.
///
/// A ledger stores them as they are made, so a proof costs at most two reads for each level of the
/// tree.
public protocol NodeSource {
  /// The hash of a perfect subtree, all of whose leaves are in the tree.
  func hash(of node: Node) throws -> TreeHash
}

/// A leaf or a size that a tree does not have.
public struct OutOfTree: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was requested and what the tree has, in a sentence.
  public let description: String
}

extension NodeSource {
  /// The hashes that lead from a leaf to the root: RFC 6962 section 2.1.1, from the leaf upwards.
  ///
  /// - Throws: `OutOfTree` if the tree has no such leaf; any error of the source.
  public func inclusionProof(of index: UInt64, in size: UInt64) throws -> [TreeHash] {
    guard index < size else {
      throw OutOfTree(description: "A tree of size \(size) has no leaf \(index).")
    }
    return try path(to: index, from: 0, to: size)
  }

  /// The hashes that show that a tree extends an earlier one: RFC 6962 section 2.1.2.
  ///
  /// Empty for equal sizes, and for an earlier tree without leaves, which every tree extends.
  ///
  /// - Throws: `OutOfTree` if the earlier tree is larger; any error of the source.
  public func consistencyProof(from old: UInt64, to size: UInt64) throws -> [TreeHash] {
    guard old <= size else {
      throw OutOfTree(description: "A tree of size \(size) does not extend one of size \(old).")
    }
    guard old > 0 else { return [] }
    return try subproof(old, from: 0, to: size, isWhole: true)
  }

  /// The root over the first leaves.
  public func root(of size: UInt64) throws -> TreeHash {
    size == 0 ? .empty : try hash(from: 0, to: size)
  }

  private func path(
    to index: UInt64, from start: UInt64, to end: UInt64
  ) throws -> [TreeHash] {
    guard end - start > 1 else { return [] }
    let middle = start + (end - start).split
    if index < middle {
      return try path(to: index, from: start, to: middle) + [hash(from: middle, to: end)]
    }
    return try path(to: index, from: middle, to: end) + [hash(from: start, to: middle)]
  }

  private func subproof(
    _ old: UInt64, from start: UInt64, to end: UInt64, isWhole: Bool
  ) throws -> [TreeHash] {
    if old == end { return isWhole ? [] : [try hash(from: start, to: end)] }
    let middle = start + (end - start).split
    if old <= middle {
      return try subproof(old, from: start, to: middle, isWhole: isWhole)
        + [hash(from: middle, to: end)]
    }
    return try subproof(old, from: middle, to: end, isWhole: false)
      + [hash(from: start, to: middle)]
  }

  /// The hash over a range of leaves that begins at a multiple of its smallest perfect cover.
  private func hash(from start: UInt64, to end: UInt64) throws -> TreeHash {
    let count = end - start
    if count.nonzeroBitCount == 1 {
      let level = count.trailingZeroBitCount
      return try hash(of: Node(level: level, index: start >> UInt64(level)))
    }
    let middle = start + count.split
    return TreeHash.node(try hash(from: start, to: middle), try hash(from: middle, to: end))
  }
}

extension UInt64 {
  /// The largest power of two below this number, which is above 1.
  fileprivate var split: UInt64 { 1 << UInt64(63 - (self - 1).leadingZeroBitCount) }
}
