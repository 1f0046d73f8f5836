/// Why a proof does not prove what it was given for.
public enum ProofError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The tree has no such leaf, or the earlier tree is larger, or has no leaves.
  case sizes
  /// There are too many or too few hashes for the sizes.
  case length
  /// The hashes lead to another root.
  case root

  /// What is wrong, in a sentence.
  public var description: String { sentences.english }

  /// The same in Swedish.
  public var swedish: String { sentences.swedish }

  private var sentences: (english: String, swedish: String) {
    switch self {
    case .sizes:
      (
        "The sizes do not fit each other, so nothing is proved.",
        "Storlekarna passar inte ihop, så inget är bevisat."
      )
    case .length:
      (
        "The proof has too many or too few hashes for the sizes.",
        "Beviset har för många eller för få hashvärden för storlekarna."
      )
    case .root: ("The proof leads to another root.", "Beviset leder till en annan rot.")
    }
  }
}

extension TreeHash {
  /// Checks that a leaf is in a tree: RFC 9162 section 2.1.3.2.
  ///
  /// - Parameters:
  ///   - index: The leaf's number, from 0.
  ///   - size: How many leaves the tree has.
  ///   - proof: The hashes from the leaf's sibling upwards.
  ///   - root: The tree's root.
  public func checkInclusion(
    at index: UInt64, in size: UInt64, proof: [TreeHash], root: TreeHash
  ) throws(ProofError) {
    guard index < size else { throw .sizes }
    var node = index
    var last = size - 1
    var hash = self
    for sibling in proof {
      guard last != 0 else { throw .length }
      if node & 1 == 1 || node == last {
        hash = TreeHash.node(sibling, hash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = TreeHash.node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .length }
    guard hash == root else { throw .root }
  }

  /// Checks that a tree with this root extends an earlier one: RFC 9162 section 2.1.4.2.
  ///
  /// Every tree extends the empty one, so a proof from it would prove nothing; an old size of 0 is
  /// refused.
  ///
  /// - Parameters:
  ///   - size: How many leaves this tree has.
  ///   - old: How many the earlier one had.
  ///   - oldRoot: The root of the earlier one.
  ///   - proof: The hashes.
  public func checkConsistency(
    of size: UInt64, with old: UInt64, oldRoot: TreeHash, proof: [TreeHash]
  ) throws(ProofError) {
    guard old > 0, old <= size else { throw .sizes }
    guard old < size else {
      guard proof.isEmpty else { throw .length }
      guard oldRoot == self else { throw .root }
      return
    }
    // A perfect earlier tree is itself the first hash, and so is left out.
    let isPerfect = old.nonzeroBitCount == 1
    guard var first = isPerfect ? oldRoot : proof.first else { throw .length }
    var second = first
    var node = old - 1
    var last = size - 1
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    for hash in proof.dropFirst(isPerfect ? 0 : 1) {
      guard last != 0 else { throw .length }
      if node & 1 == 1 || node == last {
        first = TreeHash.node(hash, first)
        second = TreeHash.node(hash, second)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        second = TreeHash.node(second, hash)
      }
      node >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .length }
    guard first == oldRoot, second == self else { throw .root }
  }
}
