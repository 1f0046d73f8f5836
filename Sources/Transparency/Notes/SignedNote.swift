import Encoding
import Foundation

/// A text with signatures below it: C2SP signed-note.
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
  /// How many signatures a note may have, as other implementations limit it.
  public static let signatureLimit = 100

  /// One signature line.
  public struct Signature: Hashable, Sendable {
    /// The signer's name.
    public var name: String
    /// The id of the signer's key.
    public var keyID: UInt32
    /// The signature itself, as the key's kind has it.
    public var bytes: [UInt8]

    init(name: String, keyID: UInt32, bytes: [UInt8]) {
      self.name = name
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  /// The text that is signed, its last newline included.
  public let text: String
  /// The signatures, in their order.
  public var signatures: [Signature]

  /// A text and its signatures.
  ///
  /// - Throws: `NoteError` if the text does not end with a newline or holds control characters.
  public init(_ text: String, signatures: [Signature]) throws(NoteError) {
    guard text.hasSuffix("\n"), text.utf8.isNoteText else {
      throw NoteError.malformed(
        "A note's text ends with a newline and has no other control characters.",
        swedish: "En nots text slutar med radbrytning och har inga andra styrtecken.")
    }
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  public init(reading note: String) throws(NoteError) {
    try self.init(reading: Array(note.utf8))
  }

  /// Reads a note's bytes.
  public init(reading bytes: [UInt8]) throws(NoteError) {
    // By bytes: a combining character after a newline would make another character of the two.
    guard bytes.isNoteText, String(validating: bytes, as: UTF8.self) != nil else {
      throw NoteError.malformed(
        "The note is not UTF-8, or holds control characters.",
        swedish: "Noten är inte UTF-8, eller innehåller styrtecken.")
    }
    guard let gap = bytes.lastGap, bytes.last == 0x0a else {
      throw NoteError.malformed(
        "The note has no blank line between its text and its signatures.",
        swedish: "Noten saknar tom rad mellan texten och signaturerna.")
    }
    let lines = bytes[(gap + 2)...].dropLast().split(
      separator: 0x0a, omittingEmptySubsequences: false)
    guard !lines.isEmpty, lines.count <= Self.signatureLimit else {
      throw NoteError.malformed(
        "The note has \(lines.count) signature lines; 1 to 100 are read.",
        swedish: "Noten har \(lines.count) signaturrader; 1 till 100 kan läsas.")
    }
    var signatures: [Signature] = []
    for line in lines { signatures.append(try Self.signature(line)) }
    try self.init(
      String(decoding: bytes[...gap], as: UTF8.self), signatures: signatures)
  }

  private static func signature(_ bytes: ArraySlice<UInt8>) throws(NoteError) -> Signature {
    let line = String(decoding: bytes, as: UTF8.self)
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "—", String(parts[1]).isKeyName,
      let payload = [UInt8](base64: parts[2]), payload.count > 4
    else {
      throw NoteError.malformed(
        "A signature line of the note is malformed.",
        swedish: "En signaturrad i noten är felskriven.")
    }
    let id = payload.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Signature(name: String(parts[1]), keyID: id, bytes: Array(payload.dropFirst(4)))
  }

  /// The note in its text form.
  public var description: String {
    let lines = signatures.map { signature in
      let id = withUnsafeBytes(of: signature.keyID.bigEndian) { Array($0) }
      return "— \(signature.name) \((id + signature.bytes).base64)\n"
    }
    return text + "\n" + lines.joined()
  }

  /// The known keys that signed the text; other signatures are passed over.
  ///
  /// - Throws: `NoteError` if none of the keys signed, or a signature of one of them is wrong.
  public func verified(by keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
    var verified: [VerifierKey] = []
    for signature in signatures {
      guard let key = keys.first(where: { $0.name == signature.name && $0.id == signature.keyID }),
        !verified.contains(key)
      else { continue }
      guard key.verifies(signature.bytes, of: text) else {
        throw NoteError.wrongSignature(key.name)
      }
      verified.append(key)
    }
    guard !verified.isEmpty else { throw NoteError.unverified }
    return verified
  }
}

extension Sequence<UInt8> {
  /// UTF-8 without control characters but the newline.
  fileprivate var isNoteText: Bool { allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a } }
}

extension [UInt8] {
  /// Where the last two newlines in a row begin.
  fileprivate var lastGap: Int? {
    guard count > 2 else { return nil }
    return (0..<(count - 1)).last { self[$0] == 0x0a && self[$0 + 1] == 0x0a }
  }
}

/// What is wrong with a note, a key, a checkpoint or a proof.
public enum NoteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is malformed; a sentence in English and one in Swedish say where.
  case malformed(String, swedish: String)
  /// None of the known keys has signed.
  case unverified
  /// A signature of a known key is not over this text; the key's name.
  case wrongSignature(String)

  /// What is wrong, in a sentence.
  public var description: String { sentences.english }

  /// The same in Swedish.
  public var swedish: String { sentences.swedish }

  private var sentences: (english: String, swedish: String) {
    switch self {
    case .malformed(let what, let swedish): (what, swedish)
    case .unverified:
      (
        "None of the keys that are given, or known here, has signed the note; give the one that did.",
        "Ingen av nycklarna som är angivna, eller kända här, har signerat noten; ange den som gjorde "
          + "det."
      )
    case .wrongSignature(let name):
      (
        "The signature of \(name) is not over this text.",
        "Signaturen från \(name) gäller inte denna text."
      )
    }
  }
}
