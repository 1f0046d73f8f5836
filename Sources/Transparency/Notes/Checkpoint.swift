import Foundation

/// What a log says of itself at one moment: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable, CustomStringConvertible {
  /// The log's name, which is also the name of its key.
  public let origin: String
  /// How many leaves it has.
  public let size: UInt64
  /// The root over them; 32 bytes in every log of ours.
  public let rootBytes: [UInt8]
  /// Lines that others may have added, with their newlines; ours have none.
  public let extensions: String

  /// A checkpoint of ours.
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
      throw NoteError.malformed("A checkpoint has an origin, a size and a root, a line each.")
    }
    let digits = String(Substring(lines[1]))
    guard let size = UInt64(digits), String(size) == digits else {
      throw NoteError.malformed("The size of the checkpoint is no whole number.")
    }
    guard let root = [UInt8](base64: Substring(lines[2])), !root.isEmpty else {
      throw NoteError.malformed("The root of the checkpoint is not in base64.")
    }
    origin = String(Substring(lines[0]))
    self.size = size
    rootBytes = root
    extensions = String(Substring(lines[3]))
  }

  /// The root, where it is one of an RFC 6962 tree with SHA-256.
  public var root: TreeHash? { TreeHash(rootBytes) }

  /// The text, as it is signed, and as it is a leaf of the root log.
  public var description: String {
    "\(origin)\n\(size)\n\(Data(rootBytes).base64EncodedString())\n\(extensions)"
  }

  /// The signed note of this checkpoint.
  public func signed(by signers: [SignerKey]) throws -> SignedNote {
    try SignedNote(description, signatures: signers.map { try $0.sign(description) })
  }
}
