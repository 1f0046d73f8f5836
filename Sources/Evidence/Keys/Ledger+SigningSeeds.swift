import EventLog
import Transparency

extension Ledger {
  /// The seeds to sign with; the first are made where nothing was ever signed.
  ///
  /// A copy without its keys, or with another ledger's, would make a fork that looks like ours.
  ///
  /// - Throws: `EvidenceError.foreignSeed` where none of them signed the last root of this epoch.
  func signingSeeds(_ origins: Origins, _ connection: Connection) throws -> SigningSeeds {
    guard let seeds = try SigningSeeds.existing(files) else {
      return try firstSeeds(origins, connection)
    }
    guard let last = try Publication.last(epoch: origins.epoch, connection) else { return seeds }
    guard try seeds.haveSigned(last.note, as: origins.root) else {
      throw EvidenceError.foreignSeed(origin: origins.root)
    }
    return seeds
  }

  /// Makes the ledger's first seed.
  func firstSeeds(_ origins: Origins, _ connection: Connection) throws -> SigningSeeds {
    let signed = try SignedRoots.existing(files)?.all ?? []
    guard try !Publication.isAny(connection), signed.allSatisfy({ $0.size == 0 }) else {
      throw EvidenceError.foreignSeed(origin: origins.root)
    }
    return try SigningSeeds(files, origins)
  }
}
