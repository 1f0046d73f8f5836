import Encoding
import Foundation

/// A self-contained proof that a leaf is in a log: its path to the root and the log's signed
/// checkpoint.
///
/// C2SP tlog-proof; the file's name ends with `.tlog-proof`.
public struct TreeProof: Hashable, Sendable, CustomStringConvertible {
  private static let heading = "c2sp.org/tlog-proof@v1"
  /// A tree of 2^63 leaves needs no more.
  private static let hashLimit = 63

  /// Bytes that accompany the proof and are not proved by it, such as disclosures.
  public let extra: [UInt8]?
  /// The leaf's number.
  public let index: UInt64
  /// The hashes from the leaf's sibling upwards.
  public let hashes: [TreeHash]
  /// The signed checkpoint in its text form.
  public let checkpoint: String

  /// A proof.
  public init(index: UInt64, hashes: [TreeHash], checkpoint: String, extra: [UInt8]? = nil) {
    self.extra = extra
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads a proof.
  public init(_ text: String) throws(NoteError) {
    let bytes = Array(text.utf8)
    var rest = bytes[...]
    func line() throws(NoteError) -> String {
      guard let end = rest.firstIndex(of: 0x0a) else {
        throw NoteError.malformed("The proof is cut.", swedish: "Beviset är avklippt.")
      }
      defer { rest = rest[(end + 1)...] }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    guard try line() == Self.heading else {
      throw NoteError.malformed(
        "A proof begins with the line \(Self.heading).",
        swedish: "Ett bevis börjar med raden \(Self.heading).")
    }
    var next = try line()
    if next.hasPrefix("extra ") {
      guard let bytes = [UInt8](base64: next.dropFirst(6)) else {
        throw NoteError.malformed(
          "The extra bytes of the proof are not in base64.",
          swedish: "Bevisets extra byte är inte skrivna i base64.")
      }
      extra = bytes
      next = try line()
    } else {
      extra = nil
    }
    guard next.hasPrefix("index "), let index = UInt64(next.dropFirst(6)),
      String(index) == next.dropFirst(6)
    else {
      throw NoteError.malformed("The proof names no index.", swedish: "Beviset anger inget index.")
    }
    self.index = index
    var hashes: [TreeHash] = []
    next = try line()
    while !next.isEmpty {
      guard hashes.count < Self.hashLimit, let bytes = [UInt8](base64: next),
        let hash = TreeHash(bytes)
      else {
        throw NoteError.malformed(
          "A hash of the proof is not 32 bytes in base64, or there are too many.",
          swedish: "Ett hashvärde i beviset är inte 32 byte i base64, eller så är de för många.")
      }
      hashes.append(hash)
      next = try line()
    }
    self.hashes = hashes
    checkpoint = String(decoding: rest, as: UTF8.self)
    guard !checkpoint.isEmpty else {
      throw NoteError.malformed(
        "The proof has no checkpoint.", swedish: "Beviset saknar kontrollpunkt.")
    }
  }

  /// The proof in its text form.
  public var description: String {
    let extra = extra.map { "extra \($0.base64)\n" } ?? ""
    let hashes = hashes.map { $0.base64 + "\n" }.joined()
    return "\(Self.heading)\n\(extra)index \(index)\n\(hashes)\n\(checkpoint)"
  }

  /// Checks that a leaf is in a log whose checkpoint one of the keys has signed.
  ///
  /// - Returns: the checkpoint.
  /// - Throws: `NoteError` or `ProofError`.
  public func check(_ leaf: TreeHash, by keys: [VerifierKey]) throws -> Checkpoint {
    let note = try SignedNote(reading: checkpoint)
    let signers = try note.verified(by: keys)
    let body = try Checkpoint(note.text)
    guard signers.contains(where: { $0.name == body.origin && $0.algorithm == .ed25519 }) else {
      throw NoteError.malformed(
        "The log \(body.origin) has not signed the checkpoint itself.",
        swedish: "Loggen \(body.origin) har inte själv signerat kontrollpunkten.")
    }
    guard let root = body.root else {
      throw NoteError.malformed(
        "The checkpoint's root is not 32 bytes long.",
        swedish: "Kontrollpunktens rot är inte 32 byte lång.")
    }
    try leaf.checkInclusion(at: index, in: body.size, proof: hashes, root: root)
    return body
  }
}
