import Encoding
import Foundation

/// A log's name, size and root at one time: C2SP tlog-checkpoint.
///
/// A log of two leaves, signed, and the proof that the first one is in it:
///
///     let (first, second) = (TreeHash.leaf(Array("one".utf8)), TreeHash.leaf(Array("two".utf8)))
///     var tree = Frontier()
///     tree.append(first)
///     tree.append(second)
///     let key = try SignerKey(name: "example.com/log", seed: seed)
///     let checkpoint = Checkpoint(origin: "example.com/log", size: tree.size, root: tree.root)
///     let note = try checkpoint.signed(by: [key])
///     let proof = TreeProof(index: 0, hashes: [second], checkpoint: note.description)
///     print(try proof.check(first, by: [key.verifier]).size)  // 2
public struct Checkpoint: Hashable, Sendable, CustomStringConvertible {
  /// The log's name, which is also the name of its key.
  public let origin: String
  /// How many leaves it has.
  public let size: UInt64
  /// The root over the leaves; 32 bytes in all our logs.
  public let rootBytes: [UInt8]
  /// Extension lines of other implementations, with their newlines; ours have none.
  public let extensions: String

  /// A checkpoint of one of our logs.
  public init(origin: String, size: UInt64, root: TreeHash) {
    self.origin = origin
    self.size = size
    rootBytes = root.bytes
    extensions = ""
  }

  /// Reads the text of a checkpoint.
  public init(_ text: String) throws(NoteError) {
    let lines = text.utf8.split(separator: 0x0a, maxSplits: 3, omittingEmptySubsequences: false)
    guard lines.count == 4, !lines[0].isEmpty else {
      throw NoteError.malformed(
        "A checkpoint has an origin, a size and a root, a line each.",
        swedish: "En kontrollpunkt har ursprung, storlek och rot, på var sin rad.")
    }
    let digits = String(Substring(lines[1]))
    guard let size = UInt64(digits), String(size) == digits else {
      throw NoteError.malformed(
        "The size of the checkpoint is not a whole number.",
        swedish: "Kontrollpunktens storlek är inte ett heltal.")
    }
    guard let root = [UInt8](base64: Substring(lines[2])), !root.isEmpty else {
      throw NoteError.malformed(
        "The root of the checkpoint is not in base64.",
        swedish: "Kontrollpunktens rot är inte skriven i base64.")
    }
    origin = String(Substring(lines[0]))
    self.size = size
    rootBytes = root
    extensions = String(Substring(lines[3]))
  }

  /// The leaf hash of a checkpoint's text, as the root log has it.
  ///
  /// Equal to the hash of `description`, computed without making strings, because a ledger makes
  /// one for each company.
  public static func leaf(origin: String, size: UInt64, root: TreeHash) -> TreeHash {
    var origin = origin
    return withUnsafeTemporaryAllocation(
      byteCount: origin.utf8.count + 80, alignment: 1
    ) { buffer in
      var count = 0
      func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
      }
      origin.withUTF8 { $0.forEach(put) }
      put(0x0a)
      var power: UInt64 = 1
      while size / power > 9 { power *= 10 }
      while power > 0 {
        put(UInt8(truncatingIfNeeded: size / power % 10) + 0x30)
        power /= 10
      }
      put(0x0a)
      root.withBytes { bytes in
        count += Base64.encode(
          bytes, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      }
      put(0x0a)
      return TreeHash.leaf(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The root, where it is one of an RFC 6962 tree with SHA-256.
  public var root: TreeHash? { TreeHash(rootBytes) }

  /// The text that is signed and that is a leaf of the root log.
  public var description: String {
    "\(origin)\n\(size)\n\(rootBytes.base64)\n\(extensions)"
  }

  /// The signed note of this checkpoint.
  public func signed(by signers: [SignerKey]) throws -> SignedNote {
    try SignedNote(description, signatures: signers.map { try $0.sign(description) })
  }
}

/// What a log sends to a witness: C2SP tlog-witness, the body of a POST to `add-checkpoint`.
///
/// It holds a checkpoint and the proof that it extends an earlier one, which anybody who kept the
/// earlier one can check.
public struct AddCheckpoint: Hashable, Sendable, CustomStringConvertible {
  /// The size of the earlier tree.
  public let old: UInt64
  /// The consistency proof (RFC 6962 section 2.1.2); empty for equal sizes and from an empty tree.
  public let hashes: [TreeHash]
  /// The current signed checkpoint.
  public let checkpoint: SignedNote

  /// A request.
  public init(old: UInt64, hashes: [TreeHash], checkpoint: SignedNote) {
    self.old = old
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Checks that the checkpoint extends an earlier one.
  ///
  /// - Throws: `NoteError` if the two are not about the same log, `ProofError` if the proof does not
  ///   hold.
  public func check(extends earlier: Checkpoint) throws {
    let current = try Checkpoint(checkpoint.text)
    guard earlier.origin == current.origin, earlier.size == old, let oldRoot = earlier.root,
      let root = current.root
    else {
      throw NoteError.malformed(
        "The proof is not about the checkpoint of \(earlier.origin).",
        swedish: "Beviset gäller inte kontrollpunkten för \(earlier.origin).")
    }
    // Every tree extends the empty one.
    guard old > 0 else { return }
    try root.checkConsistency(of: current.size, with: old, oldRoot: oldRoot, proof: hashes)
  }

  /// The body of the request.
  public var description: String {
    "old \(old)\n" + hashes.map { $0.base64 + "\n" }.joined() + "\n\(checkpoint)"
  }
}
