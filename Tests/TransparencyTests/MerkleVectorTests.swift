import Foundation
import Testing
import Transparency

/// The probes of transparency-dev/merkle: proofs that hold, and every way to damage one.
@Suite struct MerkleVectorTests {
  @Test func thereAreAll() {
    #expect(Vectors.files("merkle/inclusion").count == 98)
    #expect(Vectors.files("merkle/consistency").count == 98)
  }

  @Test(arguments: Vectors.files("merkle/inclusion"))
  func inclusion(_ path: String) throws {
    let probe = try Vectors.object(path)
    let proof = try hashes(probe["proof"])
    let leaf = try hash(probe["leafHash"])
    let root = try hash(probe["root"])
    let holds = Result {
      guard let proof, let leaf, let root else { throw ProofError.length }
      try leaf.checkInclusion(
        at: number(probe["leafIdx"]), in: number(probe["treeSize"]), proof: proof, root: root)
    }.isSuccess
    #expect(holds == (probe["wantErr"] as? Bool != true))
  }

  @Test(arguments: Vectors.files("merkle/consistency"))
  func consistency(_ path: String) throws {
    let probe = try Vectors.object(path)
    let proof = try hashes(probe["proof"])
    let old = try hash(probe["root1"])
    let root = try hash(probe["root2"])
    let holds = Result {
      guard let proof, let old, let root else { throw ProofError.length }
      try root.checkConsistency(
        of: number(probe["size2"]), with: number(probe["size1"]), oldRoot: old, proof: proof)
    }.isSuccess
    #expect(holds == (probe["wantErr"] as? Bool != true))
  }

  /// Numbers up to 2^64-1, which a double would round.
  private func number(_ value: Any?) throws -> UInt64 {
    try #require(value as? NSNumber).uint64Value
  }

  /// Where sizes alone decide, the probes have roots of other lengths: those stand for a hash each,
  /// but for the empty one, which is none.
  private func hash(_ value: Any?) throws -> TreeHash? {
    guard let text = value as? String, let data = Data(base64Encoded: text), !data.isEmpty else {
      return nil
    }
    return TreeHash(data) ?? TreeHash.leaf(Array(data))
  }

  /// A hash of the proof that has not 32 bytes damages it.
  private func hashes(_ value: Any?) throws -> [TreeHash]? {
    let texts = value as? [String] ?? []
    let hashes = texts.compactMap { Data(base64Encoded: $0).flatMap { TreeHash($0) } }
    return hashes.count == texts.count ? hashes : nil
  }
}

extension Result {
  fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
