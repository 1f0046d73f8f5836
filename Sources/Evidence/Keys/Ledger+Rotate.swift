public import EventLog
public import Integrations
public import Transparency

extension Ledger {
  /// Begins to sign with a new key, beside the one of now.
  ///
  /// - Returns: the new public key of the root.
  /// - Throws: `EvidenceError.rotating` where two keys sign already: at most two do.
  @discardableResult
  public func rotateKey(by actor: Actor) throws -> VerifierKey {
    if try SigningSeeds.existing(files)?.isRotating == true { throw EvidenceError.rotating }
    // What names a key counts from the first publication on.
    guard try publish() != nil else { throw EvidenceError.nothingSigned }
    return try writeLog { log, connection in
      let origins = try Origins(connection, files)
      let signing = try SigningSeeds.toSign(origins, files, connection)
      guard !signing.isRotating else { throw EvidenceError.rotating }
      let seeds = signing.rotated()
      let keys = try seeds.signers(origins.root).map(\.verifier)
      for key in keys { try KeyTable.insert(key, connection) }
      try log.record(
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
    // Both have signed the last root then, so the one that stays is known by it.
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
    // Last: a crash before it repeats the retirement and loses nothing.
    try seeds.retired().replace(files)
    return retired
  }

  /// The name of every tree of every epoch.
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
