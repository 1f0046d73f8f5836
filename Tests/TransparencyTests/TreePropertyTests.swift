import TestSupport
import Testing
import Transparency

/// What holds for trees of every size.
@Suite struct TreePropertyTests {
  private static func leaves(_ count: Int) -> [TreeHash] {
    (0..<count).map { TreeHash.leaf(Array("leaf \($0)".utf8)) }
  }

  @Test("every leaf's proof holds in every tree, and in no other")
  func inclusion() throws {
    let leaves = Self.leaves(70)
    let tree = MemoryTree(leaves)
    for size in 1...leaves.count {
      let root = try tree.root(of: UInt64(size))
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: UInt64(index), in: UInt64(size))
        try leaves[index].checkInclusion(
          at: UInt64(index), in: UInt64(size), proof: proof, root: root)
        #expect(throws: ProofError.self) {
          try TreeHash.empty.checkInclusion(
            at: UInt64(index), in: UInt64(size), proof: proof, root: root)
        }
        for damaged in Self.damaged(proof) {
          #expect(throws: ProofError.self) {
            try leaves[index].checkInclusion(
              at: UInt64(index), in: UInt64(size), proof: damaged, root: root)
          }
        }
      }
    }
  }

  @Test("a tree grows by whole subtrees as it does leaf by leaf, and only where they fit")
  func subtrees() {
    let leaves = Self.leaves(70)
    var single = Frontier()
    for count in 0..<64 {
      for level in 0..<3 {
        var whole = single
        var expected = single
        for leaf in leaves[count..<(count + (1 << level))] { expected.append(leaf) }
        var subtree = Frontier()
        for leaf in leaves[count..<(count + (1 << level))] { subtree.append(leaf) }
        let fits = count % (1 << level) == 0
        #expect(whole.append(subtree: subtree.root, level: level) == fits)
        #expect(whole == (fits ? expected : single), "\(count) \(level)")
      }
      single.append(leaves[count])
    }
  }

  @Test("every tree extends every earlier one, and the proof shows it for no other")
  func consistency() throws {
    let tree = MemoryTree(Self.leaves(70))
    for size in UInt64(1)...70 {
      let root = try tree.root(of: size)
      for old in 1...size {
        let oldRoot = try tree.root(of: old)
        let proof = try tree.consistencyProof(from: old, to: size)
        try root.checkConsistency(of: size, with: old, oldRoot: oldRoot, proof: proof)
        for damaged in Self.damaged(proof) {
          #expect(throws: ProofError.self) {
            try root.checkConsistency(of: size, with: old, oldRoot: oldRoot, proof: damaged)
          }
        }
        guard old < size else { continue }
        #expect(throws: ProofError.self) {
          try root.checkConsistency(of: size, with: old, oldRoot: TreeHash.empty, proof: proof)
        }
      }
    }
  }

  @Test("a kept frontier goes on as if it had never been put away")
  func frontier() throws {
    var whole = Frontier()
    for (number, leaf) in Self.leaves(300).enumerated() {
      var kept = try #require(Frontier(size: whole.size, subtrees: whole.subtrees))
      kept.append(leaf)
      whole.append(leaf)
      #expect(kept == whole)
      #expect(kept.root == whole.root)
      #expect(whole.subtrees.count == (number + 1).nonzeroBitCount)
    }
    #expect(Frontier(size: 3, subtrees: [.empty]) == nil)
  }

  @Test("a large tree's proof is as long as the tree is high, and reads few nodes")
  func large() throws {
    let tree = MemoryTree(Self.leaves(10_000))
    let proof = try tree.inclusionProof(of: 4999, in: 10_000)
    #expect(proof.count <= 14)
    #expect(throws: OutOfTree.self) { try tree.inclusionProof(of: 10_000, in: 10_000) }
    #expect(throws: OutOfTree.self) { try tree.consistencyProof(from: 10_001, to: 10_000) }
  }

  /// The proof with a hash changed, left out, put in, or two of them exchanged.
  private static func damaged(_ proof: [TreeHash]) -> [[TreeHash]] {
    var damaged = [proof + [.empty], [.empty] + proof]
    for index in proof.indices {
      var changed = proof
      changed[index] = .empty
      var shorter = proof
      shorter.remove(at: index)
      damaged += [changed, shorter]
    }
    if proof.count > 1 {
      var exchanged = proof
      exchanged.swapAt(0, 1)
      damaged.append(exchanged)
    }
    return damaged.filter { $0 != proof }
  }
}

@Suite struct CheckpointLeafTests {
  @Test("the hash of a checkpoint as a leaf is that of its text")
  func leaf() throws {
    var random = SplitMix(seed: 8)
    for size in [0, 1, 9, 10, 99, 100, 1_000_000, UInt64.max] {
      for origin in ["a", "ledger.example.com/companies/acme/1", "å/root/12"] {
        let root = TreeHash.leaf((0..<8).map { _ in UInt8.random(in: 0...255, using: &random) })
        let text = Checkpoint(origin: origin, size: size, root: root).description
        #expect(
          Checkpoint.leaf(origin: origin, size: size, root: root)
            == TreeHash.leaf(Array(text.utf8)))
      }
    }
  }
}
