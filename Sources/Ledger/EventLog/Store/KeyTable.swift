import GRDB
import Transparency

/// The public keys that sign or have signed, kept for ever.
///
/// Whoever holds the file can add rows, so a row alone vouches for nothing: see `TrustedKeys`.
enum KeyTable {
  /// Every key that is kept for a tree, in the order of their texts.
  static func keys(of origin: String, _ database: Database) throws -> [VerifierKey] {
    try rows(of: origin, database).map(\.key)
  }

  /// The keys of a tree, each with the record that retired it.
  static func rows(
    of origin: String, _ database: Database
  ) throws -> [(key: VerifierKey, retired: Int64?)] {
    // A layout from before has no `retired`.
    try Row.fetchAll(
      database, sql: "SELECT * FROM verifier_key WHERE origin = ? ORDER BY vkey",
      arguments: [origin]
    ).compactMap { row in
      (try? VerifierKey(row["vkey"] as String)).map { ($0, row["retired"] as Int64?) }
    }
  }

  static func keep(_ key: VerifierKey, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO verifier_key (origin, vkey) VALUES (?, ?)",
      arguments: [key.name, key.description])
  }

  /// Keeps a key that the record at a position retires.
  static func retire(_ key: VerifierKey, by position: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO verifier_key (origin, vkey, retired) VALUES (?, ?, ?)
        ON CONFLICT (origin, vkey) DO UPDATE SET retired = excluded.retired
        """, arguments: [key.name, key.description, position])
  }

  /// The digest of the rows that a record retired, as the record has it.
  static func digest(retiredBy position: Int64, _ database: Database) throws -> String {
    var digest = RowDigest()
    let sql = "SELECT origin, vkey FROM verifier_key WHERE retired = ? ORDER BY origin, vkey"
    try database.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      while try raw.step() {
        digest.add(raw.text(0))
        digest.add(raw.text(1))
      }
    }
    return digest.finish()
  }
}

extension Ledger {
  /// The seeds to sign with; the first are made where nothing was ever signed.
  ///
  /// A copy without its keys, or with another ledger's, would make a fork that looks like ours.
  ///
  /// - Throws: `LedgerError.foreignSeed` where none of them signed the last root of this epoch.
  func signingSeeds(_ origins: Origins, _ database: Database) throws -> SigningSeeds {
    guard let seeds = try SigningSeeds.existing(files) else {
      return try firstSeeds(origins, database)
    }
    guard let last = try Publication.last(epoch: origins.epoch, database) else { return seeds }
    guard try seeds.haveSigned(last.note, as: origins.root) else {
      throw LedgerError.foreignSeed(origin: origins.root)
    }
    return seeds
  }

  /// Makes the ledger's first seed.
  func firstSeeds(_ origins: Origins, _ database: Database) throws -> SigningSeeds {
    let signed = try SignedRoots.existing(files)?.all ?? []
    guard try !Publication.isAny(database), signed.allSatisfy({ $0.size == 0 }) else {
      throw LedgerError.foreignSeed(origin: origins.root)
    }
    return try SigningSeeds(files, origins)
  }
}
