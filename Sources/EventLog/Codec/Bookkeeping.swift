public import Integrations

/// What the ledger records of itself; folds skip it.
extension Record.Bookkeeping {
  /// The kinds that this version writes; records of other kinds are kept and skipped.
  package enum Name: String, CaseIterable {
    case personIntroduced = "person.introduced"
    case personErased = "person.erased"
    case stateCommitted = "state.committed"
    case keyRotated = "key.rotated"
    case keyRetired = "key.retired"
    case restored
    case callbacksUnknown = "callbacks.unknown"
    case visitBegan = "visit.began"
    case visitEnded = "visit.ended"
    case serviceKeyCreated = "serviceKey.created"
    case serviceKeyRevoked = "serviceKey.revoked"
  }

  private init(_ name: Name, _ members: [(String, JSONValue?)]) {
    self.init(
      name: name.rawValue,
      data: .object(
        of: members.compactMap { name, value in value.map { JSONValue.Member(name, $0) } }))
  }

  /// A person's identity was committed to: RFC 9901 section 4.2.4.1, digests in sorted order.
  package static func introduced(_ person: Actor, digests: [String]) -> Self {
    Self(
      .personIntroduced,
      [
        ("_sd", .array(digests.sorted().map(JSONValue.string))), ("_sd_alg", .string("sha-256")),
        ("person", .string(person.description)),
      ])
  }

  /// A person's identity was deleted from the directory, with the key that sealed it.
  package static func erased(
    _ person: Actor, digests: [String], ground: ErasureGround, decidedBy: Actor
  ) -> Self {
    Self(
      .personErased,
      [
        ("_sd", .array(digests.sorted().map(JSONValue.string))),
        ("decidedBy", .string(decidedBy.description)), ("ground", .string(ground.rawValue)),
        ("person", .string(person.description)),
      ])
  }

  /// What `integration_status` was, folded up to a position.
  static func committed(_ commitment: StateCommitment) -> Self {
    Self(
      .stateCommitted,
      [
        ("digest", .string(commitment.digest)), ("fingerprint", .string(commitment.fingerprint)),
        ("position", .integer(commitment.position.number)),
      ])
  }

  /// From here on a new key signs the root, beside the old one.
  package static func rotated(to key: String, from old: String) -> Self {
    Self(.keyRotated, [("key", .string(key)), ("previous", .string(old))])
  }

  /// From here on an old key signs no more.
  ///
  /// - Parameter rows: The digest of its public keys, one for each tree; nil in records of
  ///   earlier versions.
  package static func retired(_ key: String, rows: String?) -> Self {
    Self(.keyRetired, [("key", .string(key)), ("rows", rows.map(JSONValue.string))])
  }

  /// The ledger goes on from an older copy, under new names.
  ///
  /// - Parameter key: The key of the new root, if the old seed was missing.
  package static func restored(epoch: Int64, lost: Root?, found: Root?, key: String? = nil) -> Self
  {
    Self(
      .restored,
      [
        ("epoch", .integer(epoch)), ("found", found?.json), ("key", key.map(JSONValue.string)),
        ("lost", lost?.json),
      ])
  }

  /// How many callbacks that belong to no attempt came since the last such record.
  static func unknownCallbacks(count: Int) -> Self {
    Self(.callbacksUnknown, [("count", .integer(Int64(count)))])
  }

  /// Somebody, who is the record's actor, entered by a link.
  static func visitBegan(_ visit: VisitID, as role: Actor.Role, issuedBy issuer: Actor) -> Self {
    Self(
      .visitBegan,
      [
        ("issuedBy", .string(issuer.description)), ("role", .string(role.rawValue)),
        ("visit", .string(visit.description)),
      ])
  }

  /// A visit was ended before its time.
  static func visitEnded(_ visit: VisitID) -> Self {
    Self(.visitEnded, [("visit", .string(visit.description))])
  }

  /// A service key was made.
  static func created(_ key: ServiceKeyGrant) -> Self {
    Self(
      .serviceKeyCreated,
      [
        ("companies", key.companies.map { Self.sorted($0.map(\.id)) }),
        ("expiresAt", key.expiresAt.map { .string($0.description) }),
        ("key", .string(key.id.description)), ("name", .string(key.name)),
        ("scopes", Self.sorted(key.scopes)),
      ])
  }

  /// A service key was revoked.
  static func revoked(_ key: ServiceKeyID) -> Self {
    Self(.serviceKeyRevoked, [("key", .string(key.description))])
  }

  private static func sorted(_ words: [String]) -> JSONValue {
    .array(Set(words).sorted { $0.isBeforeCanonically($1) }.map(JSONValue.string))
  }

  /// A root checkpoint as a record quotes it.
  package struct Root {
    /// The name of the tree.
    package var origin: String
    /// How many leaves it has.
    package var size: UInt64
    /// The root hash in base64.
    package var root: String

    /// A root of this name, size and hash.
    package init(origin: String, size: UInt64, root: String) {
      self.origin = origin
      self.size = size
      self.root = root
    }

    var json: JSONValue {
      .object(of: [
        .init("origin", .string(origin)), .init("root", .string(root)),
        .init("size", .integer(Int64(clamping: size))),
      ])
    }
  }
}

/// What the stored status was at one position: the digest of its rows, by this fold.
public struct StateCommitment: Hashable, Sendable {
  /// The last record that was folded.
  public var position: Position
  /// Which fold: its name and version.
  public var fingerprint: String
  /// SHA-256 over the rows, in hexadecimal.
  public var digest: String
}

/// Why an identity was erased: the grounds of GDPR article 17(1), (a) to (e).
public enum ErasureGround: String, CaseIterable, Sendable {
  case noLongerNeeded, consentWithdrawn, objected, unlawful, legalObligation
}

// MARK: Reading

extension Record.Bookkeeping {
  /// The person and the digests of an introduction or erasure; nil for other bookkeeping.
  package var identity: (name: Name, person: String, digests: [String])? {
    guard let name = Name(rawValue: name), name == .personIntroduced || name == .personErased,
      case .string(let person)? = data["person"], case .array(let values)? = data["_sd"]
    else { return nil }
    return (
      name, person, values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    )
  }

  /// A commitment to the state; nil for other bookkeeping.
  var commitment: StateCommitment? {
    guard name == Name.stateCommitted.rawValue, case .integer(let position)? = data["position"],
      case .string(let fingerprint)? = data["fingerprint"],
      case .string(let digest)? = data["digest"]
    else { return nil }
    return StateCommitment(
      position: Position(position), fingerprint: fingerprint, digest: digest)
  }

  /// The epoch that a restore began; nil for other bookkeeping.
  package var begunEpoch: Int64? {
    guard name == Name.restored.rawValue, case .integer(let epoch)? = data["epoch"] else {
      return nil
    }
    return epoch
  }
}
