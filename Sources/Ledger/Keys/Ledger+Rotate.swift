import GRDB
public import Integrations
public import Transparency

extension Ledger {
  /// Begins to sign with a new key, beside the one of now.
  ///
  /// A rotation that was under way is ended first, so that at most two keys sign.
  ///
  /// - Returns: the new public key of the root.
  @discardableResult
  public func rotateKey(by actor: Actor) throws -> VerifierKey {
    try retireKey(by: actor)
    return try writeLog { log, database in
      let origins = try Origins(database, file: files.databasePath)
      let seeds = try signingSeeds(origins, database).rotated()
      let keys = try seeds.signers(origins.root).map(\.verifier)
      for key in keys { try KeyTable.keep(key, database) }
      try log.keep(
        .rotated(to: keys[0].description, from: keys[1].description), in: .system, by: actor)
      // The seed is durable before the record says so. A crash between leaves both signing.
      try seeds.replace(files)
      return keys[0]
    }
  }

  /// Ends a rotation: the older seed is destroyed, and its public keys are kept for ever.
  ///
  /// - Returns: the public key of the root that signs no more; nil where only one signs.
  @discardableResult
  public func retireKey(by actor: Actor) throws -> VerifierKey? {
    guard let seeds = try SigningSeeds.existing(files), seeds.isRotating else { return nil }
    let retired = try writeLog { log, database -> VerifierKey? in
      let origins = try Origins(database, file: files.databasePath)
      for epoch in 1...origins.epoch {
        let origins = origins.inEpoch(epoch)
        let companies = try String.fetchCursor(database, sql: "SELECT company FROM stream")
        while let company = try companies.next() {
          try KeyTable.keep(try seeds.signers(origins.company(company))[1].verifier, database)
        }
      }
      let old = try seeds.signers(origins.root)[1].verifier
      try KeyTable.keep(old, database)
      try log.keep(.retired(old.description), in: .system, by: actor)
      return old
    }
    // Last: a crash before it repeats the retirement and loses nothing.
    try seeds.retired().replace(files)
    return retired
  }
}
