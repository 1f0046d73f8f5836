/// What a log sends to a witness: C2SP tlog-witness, the body of a POST to `add-checkpoint`.
///
/// It holds a checkpoint and the proof that it extends one that the other side knows, so anybody who
/// kept that one can check it.
public struct AddCheckpoint: Hashable, Sendable, CustomStringConvertible {
  /// How many leaves the tree had that the other side knows.
  public let old: UInt64
  /// The consistency proof (RFC 6962 section 2.1.2); empty where nothing was added, or from nothing.
  public let hashes: [TreeHash]
  /// The signed checkpoint of now.
  public let checkpoint: SignedNote

  /// A request.
  public init(old: UInt64, hashes: [TreeHash], checkpoint: SignedNote) {
    self.old = old
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// The body as it is sent.
  public var description: String {
    "old \(old)\n" + hashes.map { $0.base64 + "\n" }.joined() + "\n\(checkpoint)"
  }
}
