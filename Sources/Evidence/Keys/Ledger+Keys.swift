public import EventLog
public import Transparency

/// The public keys of a tree, and how they are known.
public struct KeyHistory: Hashable, Sendable {
  /// The keys that sign now.
  public let signing: [VerifierKey]
  /// The keys that signed before, as records say; all stored keys if the seed is not readable.
  public let older: [VerifierKey]
  /// How many stored keys no record names; they are not counted as this ledger's.
  public let unnamed: Int
  /// True if the seed could not be read, so that only the database says which keys are the
  /// ledger's.
  public let isFromFileAlone: Bool

  /// All of these keys, first those that sign now.
  public var keys: [VerifierKey] { signing + older }
}

extension Ledger {
  /// The public keys of a tree: those that sign now, then those that have signed.
  func verifierKeys(of origin: String) throws -> [VerifierKey] {
    try keyHistory(of: origin).keys
  }

  /// The public keys of a tree.
  ///
  /// The first call makes the ledger's signing seed, `keys/signing-seed`, if there is none and
  /// nothing was signed yet. A follower's are those of its leader.
  ///
  /// - Throws: `EvidenceError.foreignSeed` if the seed is another ledger's, `.contradicted` if the
  ///   records that name keys are not those that were published.
  public func keyHistory(of origin: String) throws -> KeyHistory {
    try read { connection in
      let stored = try KeyTable.rows(of: origin, connection)
      if let leader = try Leader.existing(files) {
        let signing = leader.keys.filter { $0.name == origin }
        return KeyHistory(
          signing: signing, older: stored.map(\.key).filter { !signing.contains($0) }, unnamed: 0,
          isFromFileAlone: false)
      }
      guard let (seeds, origins) = try seedsForReading(connection) else {
        return KeyHistory(
          signing: [], older: stored.map(\.key), unnamed: 0, isFromFileAlone: true)
      }
      let signing = try seeds.signers(origin).map(\.verifier)
      let others = stored.filter { !signing.contains($0.key) }
      guard !others.isEmpty else {
        return KeyHistory(signing: signing, older: [], unnamed: 0, isFromFileAlone: false)
      }
      let named = try NamedKeys(publishedIn: connection, origins, seeds)
      let older = try others.filter { other in
        try named.isNamed(other.key, retired: other.retired) {
          try named.hasAllRows(retiredBy: $0, connection)
        }
      }
      return KeyHistory(
        signing: signing, older: older.map(\.key), unnamed: others.count - older.count,
        isFromFileAlone: false)
    }
  }

  /// The seeds, which are made if nothing was signed yet; nil if they are missing or cannot be
  /// read.
  private func seedsForReading(_ connection: Connection) throws -> (SigningSeeds, Origins)? {
    let origins = try Origins(connection, files)
    let keys = try KeysFolder(files)
    guard keys.isReadable else { return nil }
    if keys.hasSeed { return (try SigningSeeds.toSign(origins, files, connection), origins) }
    let isNew = try !Publication.isAny(connection) && keys.signed?.last.size ?? 0 == 0
    return isNew ? (try SigningSeeds.first(origins, files, connection), origins) : nil
  }
}
