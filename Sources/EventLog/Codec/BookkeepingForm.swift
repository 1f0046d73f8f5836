import Encoding
import Integrations
import Transparency

/// The form of one field of bookkeeping.
enum BookkeepingForm: Sendable {
  /// An actor, such as `support:s-3`.
  case actor
  /// Ids of companies: sorted, each once.
  case companies
  /// A whole number from this one on.
  case count(from: Int64)
  /// Digests of disclosures (RFC 9901): sorted, each once.
  case digests
  /// SHA-256 in hexadecimal.
  case hash
  /// A UUID.
  case identifier
  /// A public key (C2SP signed-note).
  case key
  /// One of these words.
  case oneOf([String])
  /// A root checkpoint as records quote it.
  case root
  /// Scopes of a service key: sorted, each once.
  case scopes
  /// Somebody's words.
  case text
  /// A time.
  case time

  /// Refuses a value that does not have this form.
  ///
  /// - Throws: `RecordError`, or `LedgerError.secret`.
  func check(_ value: JSONValue, _ name: String) throws {
    switch (self, value) {
    case (.count(let least), .integer(let number)) where number >= least: return
    case (.digests, .array(let values)) where !values.isEmpty:
      if Self.areSorted(values, where: { $0.isDigest }) { return }
    case (.companies, .array(let values)) where !values.isEmpty:
      if Self.areSorted(values, where: { Company($0) != nil }) { return }
    case (.scopes, .array(let values)) where !values.isEmpty:
      if Self.areSorted(values, where: { $0.isServiceScope }) { return }
    case (.root, .object): return try Self.checkRoot(value, name)
    case (_, .string(let text)): if try isText(text, name) { return }
    default: break
    }
    throw RecordError(
      "\"\(name)\" must be \(words.english)", "\"\(name)\" måste vara \(words.swedish)")
  }

  private func isText(_ text: String, _ name: String) throws -> Bool {
    switch self {
    case .actor: return Actor(text) != nil
    case .hash: return text.isHexadecimalHash
    case .identifier: return RecordID(text) != nil
    case .key:
      guard let key = try? VerifierKey(text), key.description == text else { return false }
      try SecretGuard.check(key.name, field: name)
      return true
    case .oneOf(let words): return words.contains(text)
    case .text:
      try SecretGuard.check(text, field: name)
      return !text.isEmpty && text.utf8.count <= Limits.nameBytes
        && ProviderText.shown(text) == text
    case .time: return Timestamp(text) != nil
    default: return false
    }
  }

  private static func checkRoot(_ value: JSONValue, _ name: String) throws {
    guard case .object(let members) = value, members.count == 3,
      case .string(let origin)? = value["origin"], case .string(let root)? = value["root"],
      case .integer(let size)? = value["size"], size >= 0,
      origin.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), !origin.isEmpty,
      root.isEmpty || [UInt8](base64: root)?.count == TreeHash.empty.bytes.count
    else {
      throw RecordError(
        "\"\(name)\" must be \(Self.root.words.english)",
        "\"\(name)\" måste vara \(Self.root.words.swedish)")
    }
    try SecretGuard.check(origin, field: name)
  }

  private static func areSorted(
    _ values: [JSONValue], where isGood: (String) -> Bool
  ) -> Bool {
    let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    return texts.count == values.count && texts.allSatisfy(isGood)
      && zip(texts, texts.dropFirst()).allSatisfy { $0.isBeforeCanonically($1) }
  }

  private var words: Text {
    switch self {
    case .actor:
      Text(
        "a role and an opaque id, as administrator:u-17",
        "en roll och ett id utan innebörd, som administrator:u-17")
    case .companies: Text("a sorted list of companies' ids", "en sorterad lista med företags id:n")
    case .count(let least):
      Text("a whole number from \(least) on", "ett heltal från \(least) och uppåt")
    case .digests: Text("a sorted list of digests", "en sorterad lista med digester")
    case .hash: Text("SHA-256 in 64 hexadecimal digits", "SHA-256 i 64 hexadecimala siffror")
    case .identifier: Text("a lower-case UUID", "ett UUID med små bokstäver")
    case .key: Text("a public key, written name+id+key", "en öppen nyckel, skriven namn+id+nyckel")
    case .oneOf(let words) where words.count == 1: Text(words[0], words[0])
    case .oneOf(let words):
      Text(
        "one of \(words.joined(separator: ", "))", "något av \(words.joined(separator: ", "))")
    case .root:
      Text(
        "a checkpoint with origin, root and size", "en kontrollpunkt med origin, root och size")
    case .scopes:
      Text(
        "a sorted list of scopes, as status:read", "en sorterad lista med scopes, som status:read")
    case .text:
      Text(
        "a text of 1 to \(Limits.nameBytes) bytes on one line",
        "en text på 1 till \(Limits.nameBytes) byte på en rad")
    case .time:
      Text(
        "a time that exists, written as 2026-11-03T09:00:00.000Z",
        "en tid som finns, skriven som 2026-11-03T09:00:00.000Z")
    }
  }
}

extension String {
  /// base64url of a SHA-256.
  fileprivate var isDigest: Bool {
    utf8.count == 43 && utf8.allSatisfy(Base64.isURLCharacter)
  }

  fileprivate var isHexadecimalHash: Bool {
    utf8.count == 64 && utf8.allSatisfy(Hexadecimal.isDigit)
  }

  /// Letters, dots and a colon: what a service key may do.
  fileprivate var isServiceScope: Bool {
    (1...64).contains(utf8.count)
      && utf8.allSatisfy { byte in
        (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      }
  }
}
