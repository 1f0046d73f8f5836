public import EventLog
public import Integrations
public import Transparency

extension Ledger {
  /// Begins to sign with a new key, beside the current one.
  ///
  /// - Returns: The new public key of the root.
  /// - Throws: `EvidenceError.rotating` if two keys sign already, `.nothingSigned` if none has.
  @discardableResult
  public func rotateKey(by actor: Actor) throws -> VerifierKey {
    if try SigningSeeds.existing(files)?.isRotating == true { throw EvidenceError.rotating }
    // A record that names a key counts only after the first publication.
    guard try publish() != nil else { throw EvidenceError.nothingSigned }
    return try writeLog { log, connection in
      let origins = try Origins(connection, files)
      let signing = try SigningSeeds.toSign(origins, files, connection)
      guard !signing.isRotating else { throw EvidenceError.rotating }
      let seeds = signing.rotated()
      let keys = try seeds.signers(origins.root).map(\.verifier)
      try KeyTable.insert(keys, connection)
      try log.record(
        .rotated(to: keys[0].description, from: keys[1].description), in: .system, by: actor)
      // The seed is on the disk before the record is. After a crash in between, both keys sign.
      try seeds.replace(files)
      return keys[0]
    }
  }

  /// Ends a rotation: destroys the older seed, and keeps its public keys for ever.
  ///
  /// - Returns: The public key that no longer signs the root; nil if only one key signs.
  @discardableResult
  public func retireKey(by actor: Actor) throws -> VerifierKey? {
    guard let seeds = try SigningSeeds.existing(files), seeds.isRotating else { return nil }
    // Both keys then have signed the last root, which vouches for the one that stays.
    try publish()
    let retired = try writeLog { log, connection -> VerifierKey? in
      let origins = try Origins(connection, files)
      let position = log.position + 1
      try Self.forEachOrigin(origins, connection) { origin in
        try KeyTable.retire(try seeds.signers(origin)[1].verifier, by: position, connection)
      }
      let old = try seeds.signers(origins.root)[1].verifier
      let rows = try KeyTable.digest(retiredBy: position, connection)
      try log.record(.retired(old.description, rows: rows), in: .system, by: actor)
      return old
    }
    // The seed goes last: after a crash before this, retiring again loses nothing.
    try seeds.retired().replace(files)
    return retired
  }

  /// Calls `body` with the name of every tree of every epoch.
  private static func forEachOrigin(
    _ origins: Origins, _ connection: Connection, _ body: (String) throws -> Void
  ) throws {
    for epoch in 1...origins.epoch {
      let origins = origins.inEpoch(epoch)
      try StreamTable.forEach(connection) { _, company, _ in try body(origins.company(company)) }
      try body(origins.order)
      try body(origins.root)
    }
  }
}
