import Foundation
import Testing
import Transparency

/// A tree in memory, every node of it.
struct MemoryTree: NodeSource {
  private(set) var frontier = Frontier()
  private var nodes: [Node: TreeHash] = [:]

  init(_ leaves: some Sequence<TreeHash> = []) {
    for leaf in leaves { append(leaf) }
  }

  mutating func append(_ leaf: TreeHash) {
    var made: [Node: TreeHash] = [:]
    frontier.append(leaf) { made[$0] = $1 }
    nodes.merge(made) { $1 }
  }

  func hash(of node: Node) throws -> TreeHash { try #require(nodes[node]) }
}

/// The eight well-known leaves: hashes, nodes, roots, paths and proofs as published.
@Suite struct RFC6962Tests {
  private let published: [String: Any]
  private let leaves: [TreeHash]

  init() throws {
    published = try Vectors.object("rfc6962/vectors.json")
    let inputs = try #require(published["leaf_inputs_hex"] as? [String])
    leaves = inputs.map { TreeHash.leaf(Vectors.bytes(hex: $0)) }
  }

  @Test func nodes() throws {
    let tree = MemoryTree(leaves)
    let levels = try #require(published["node_hashes_by_level"] as? [[String]])
    for (level, hashes) in levels.enumerated() {
      for (index, hash) in hashes.enumerated() {
        #expect(try tree.hash(of: Node(level: level, index: UInt64(index))).description == hash)
      }
    }
  }

  @Test func roots() throws {
    let roots = try #require(published["root_by_tree_size"] as? [String])
    let tree = MemoryTree(leaves)
    for (size, root) in roots.enumerated() {
      #expect(MemoryTree(leaves.prefix(size)).frontier.root.description == root)
      #expect(try tree.root(of: UInt64(size)).description == root)
    }
  }

  @Test func paths() throws {
    let tree = MemoryTree(leaves)
    for path in try #require(published["inclusion_paths"] as? [[String: Any]]) {
      let index = try #require(path["leaf_index"] as? Int)
      let size = try #require(path["tree_size"] as? Int)
      let proof = try tree.inclusionProof(of: UInt64(index), in: UInt64(size))
      #expect(proof.map(\.description) == path["path"] as? [String])
    }
  }

  @Test func proofs() throws {
    let tree = MemoryTree(leaves)
    for entry in try #require(published["consistency_proofs"] as? [[String: Any]]) {
      let old = try #require(entry["size1"] as? Int)
      let size = try #require(entry["size2"] as? Int)
      let proof = try tree.consistencyProof(from: UInt64(old), to: UInt64(size))
      #expect(proof.map(\.description) == entry["proof"] as? [String])
    }
  }

  @Test func hasher() throws {
    let hasher = try #require(published["hasher"] as? [String: Any])
    #expect(TreeHash.empty.description == hasher["empty_root"] as? String)
    for leaf in try #require(hasher["leaves"] as? [[String: String]]) {
      let bytes = Vectors.bytes(hex: leaf["data_hex"] ?? "")
      #expect(TreeHash.leaf(bytes).description == leaf["hash"])
    }
    let node = try #require((hasher["nodes"] as? [[String: String]])?.first)
    let left = try Vectors.hash(hex: node["left_hex"] ?? "")
    let right = try Vectors.hash(hex: node["right_hex"] ?? "")
    #expect(TreeHash.node(left, right).description == node["hash"])
  }
}
