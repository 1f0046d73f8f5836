import GRDB
import Transparency

/// The public keys that sign or have signed, kept for ever.
enum KeyTable {
  /// Every key that is kept for a tree, oldest names first.
  static func keys(of origin: String, _ database: Database) throws -> [VerifierKey] {
    try String.fetchAll(
      database, sql: "SELECT vkey FROM verifier_key WHERE origin = ? ORDER BY vkey",
      arguments: [origin]
    ).compactMap { try? VerifierKey($0) }
  }

  static func keep(_ key: VerifierKey, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO verifier_key (origin, vkey) VALUES (?, ?)",
      arguments: [key.name, key.description])
  }
}

extension Ledger {
  /// The seeds to sign with; the first are made where this epoch has signed nothing yet.
  ///
  /// A copy without its keys, or with another ledger's, would make a fork that looks like ours.
  ///
  /// - Throws: `LedgerError.foreignSeed` where none of them signed the root of this epoch before.
  func signingSeeds(_ origins: Origins, _ database: Database) throws -> SigningSeeds {
    let known = try KeyTable.keys(of: origins.root, database)
    guard !known.isEmpty else { return try SigningSeeds(files) }
    guard let seeds = try SigningSeeds.existing(files),
      try seeds.signers(origins.root).contains(where: { known.contains($0.verifier) })
    else { throw LedgerError.foreignSeed(origin: origins.root) }
    return seeds
  }
}
