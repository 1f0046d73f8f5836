import EventLog
import Transparency

extension SigningSeeds {
  /// The seeds to sign with; the first are made if nothing was ever signed.
  ///
  /// Otherwise a copy without its keys, or with another ledger's, would sign a second history.
  ///
  /// - Throws: `EvidenceError.foreignSeed` if none of them signed the last root of this epoch.
  static func toSign(
    _ origins: Origins, _ files: LedgerFiles, _ connection: Connection
  ) throws -> SigningSeeds {
    guard let seeds = try existing(files) else { return try first(origins, files, connection) }
    guard let last = try Publication.last(epoch: origins.epoch, connection) else { return seeds }
    guard try seeds.haveSigned(last.note, as: origins.root) else {
      throw EvidenceError.foreignSeed(origin: origins.root)
    }
    return seeds
  }

  /// Makes the ledger's first seed.
  ///
  /// - Throws: `EvidenceError.foreignSeed` if something was signed already.
  static func first(
    _ origins: Origins, _ files: LedgerFiles, _ connection: Connection
  ) throws -> SigningSeeds {
    let signed = try SignedRoots.existing(files)?.all ?? []
    guard try !Publication.isAny(connection), signed.allSatisfy({ $0.size == 0 }) else {
      throw EvidenceError.foreignSeed(origin: origins.root)
    }
    return try SigningSeeds(files, origins)
  }
}
