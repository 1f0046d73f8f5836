import Crypto
import Encoding
import Foundation

/// The public key of somebody who signs notes: C2SP signed-note, "Verifier keys".
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of signatures that are verified here.
  public enum Algorithm: UInt8, CaseIterable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 1
    /// A witness's Ed25519 over a time and the note's text: C2SP tlog-cosignature, version 1.
    case cosignature = 4
  }

  /// The key's name; for the key of a log, its origin.
  public let name: String
  /// The first four bytes of a hash over name and key.
  public let id: UInt32
  /// What it verifies.
  public let algorithm: Algorithm
  /// The 32 bytes of the Ed25519 public key.
  public let publicKey: [UInt8]

  /// A key under a name.
  ///
  /// - Throws: `NoteError` if the name cannot be one, or the key is not an Ed25519 key.
  public init(
    name: String, publicKey: [UInt8], algorithm: Algorithm = .ed25519
  ) throws(NoteError) {
    guard name.isKeyName else {
      throw NoteError.malformed(
        "A key's name has no spaces and no plus sign.",
        swedish: "En nyckels namn har varken mellanslag eller plustecken.")
    }
    guard (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else {
      throw NoteError.malformed(
        "The key of \(name) is not an Ed25519 public key.",
        swedish: "Nyckeln för \(name) är inte en öppen Ed25519-nyckel.")
    }
    self.name = name
    self.publicKey = publicKey
    self.algorithm = algorithm
    id = Self.id(name, [algorithm.rawValue] + publicKey)
  }

  /// Reads `name+id+key`.
  public init(_ text: String) throws(NoteError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 8,
      parts[1].utf8.allSatisfy(Hexadecimal.isDigit),
      let key = [UInt8](base64: parts[2]), let first = key.first
    else {
      throw NoteError.malformed(
        "A verifier key is written name+id+key, the id in 8 hexadecimal digits.",
        swedish: "En öppen nyckel skrivs namn+id+nyckel, med id i 8 hexadecimala siffror.")
    }
    guard let algorithm = Algorithm(rawValue: first), key.count == 33 else {
      throw NoteError.malformed(
        "The verifier key of \(parts[0]) is of a kind that is not known.",
        swedish: "Den öppna nyckeln för \(parts[0]) är av ett okänt slag.")
    }
    try self.init(name: String(parts[0]), publicKey: Array(key.dropFirst()), algorithm: algorithm)
    guard id == UInt32(parts[1], radix: 16) else {
      throw NoteError.malformed(
        "The id of \(parts[0]) is not that of its key; was something cut?",
        swedish: "Id:t för \(parts[0]) hör inte till nyckeln; har något klippts bort?")
    }
  }

  /// The key in its text form: `name+id+key`.
  public var description: String {
    "\(name)+\(idDigits)+\(([algorithm.rawValue] + publicKey).base64)"
  }

  /// The id in 8 hexadecimal digits.
  public var idDigits: String { id.hexadecimal }

  private static func id(_ name: String, _ key: [UInt8]) -> UInt32 {
    var hasher = SHA256()
    hasher.update(data: Array(name.utf8) + [0x0a] + key)
    return hasher.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// True if a signature over a note's text was made with this key.
  func verifies(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    switch algorithm {
    case .ed25519: return key.isValidSignature(signature, for: Array(text.utf8))
    case .cosignature:
      guard signature.count == 72 else { return false }
      let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let message = "cosignature/v1\ntime \(time)\n\(text)"
      return key.isValidSignature(Array(signature.dropFirst(8)), for: Array(message.utf8))
    }
  }
}

/// A private key that signs notes under a name.
public struct SignerKey: Sendable {
  /// The public half.
  public let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// A key from its 32-byte seed.
  public init(name: String, seed: [UInt8]) throws(NoteError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw NoteError.malformed(
        "A signing seed has 32 bytes.", swedish: "Ett signeringsfrö har 32 byte.")
    }
    self.key = key
    verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// The key of one tree, derived from the ledger's one seed, so that no two trees share a key.
  ///
  /// HKDF-SHA256 (RFC 5869) with an empty salt over `tlog signing key v1`, a newline and the origin.
  public init(origin: String, ledgerSeed: [UInt8]) throws(NoteError) {
    let derived = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: ledgerSeed), salt: [UInt8](),
      info: Array("tlog signing key v1\n\(origin)".utf8), outputByteCount: 32)
    try self.init(name: origin, seed: derived.withUnsafeBytes { Array($0) })
  }

  /// The signature over a note's text.
  public func sign(_ text: String) throws -> SignedNote.Signature {
    let bytes = try key.signature(for: Array(text.utf8))
    return SignedNote.Signature(name: verifier.name, keyID: verifier.id, bytes: Array(bytes))
  }
}

extension String {
  /// True if this can be a key's name: not empty, no white space, no plus sign.
  var isKeyName: Bool {
    !isEmpty && unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" }
  }
}
