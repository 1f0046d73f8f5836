import EventLog
import Integrations
public import Transparency

/// A checked proof that a record is in a log, which takes nothing but a public key.
public struct RecordProof: Hashable, Sendable {
  /// The log's checkpoint, which the key has signed.
  public let checkpoint: Checkpoint
  /// The leaf's number in the log's tree, from 0.
  public let index: UInt64

  /// Checks a proof.
  ///
  /// - Parameters:
  ///   - proof: A C2SP tlog-proof.
  ///   - leaf: The record, or the text of a checkpoint for a leaf of the root. A record may end
  ///     with a newline, as in a file.
  ///   - keys: The public keys, of which one must be the log's own and have signed.
  /// - Throws: `NoteError`, `ProofError`, or `PackageFault` if the record names
  ///   another place.
  public init(_ proof: [UInt8], of leaf: [UInt8], by keys: [VerifierKey]) throws {
    guard let text = String(validating: proof, as: UTF8.self) else {
      throw NoteError.malformed("The proof is not UTF-8.", swedish: "Beviset är inte UTF-8.")
    }
    let proof = try TreeProof(text)
    var record = leaf
    do {
      checkpoint = try proof.check(TreeHash.leaf(leaf), by: keys)
    } catch ProofError.root where leaf.last == 0x0a {
      record = leaf.dropLast()
      checkpoint = try proof.check(TreeHash.leaf(record), by: keys)
    }
    index = proof.index
    try Self.check(record, at: index, of: checkpoint.origin)
  }

  /// Checks that the record names the place at which the proof has it.
  private static func check(_ bytes: [UInt8], at index: UInt64, of origin: String) throws {
    let parts = origin.split(separator: "/")
    guard parts.count > 2, parts[parts.count - 3] == "companies" else { return }
    try bytes.withUnsafeBytes { bytes in
      let view = try? RecordView.read(bytes).view
      guard let view, view.sequence.number == Int64(index),
        view.isStream(of: String(parts[parts.count - 2]))
      else {
        throw PackageFault(
          "The proof holds, and what it proves is not the record \(index) of that company.",
          "Beviset håller, men det som det bevisar är inte post \(index) för det företaget.")
      }
    }
  }
}
