import GRDB
public import Transparency

extension Ledger {
  /// Recomputes every hash, number, column and projection in one pass over the log.
  ///
  /// Every publication is held to the records, every note to the keys.
  ///
  /// - Parameters:
  ///   - deep: Whether to run SQLite's own integrity check as well.
  ///   - keys: The public keys of which one must have signed each root; none for those that the
  ///     ledger knows itself.
  ///   - progress: Told how many records are done.
  public func verify(
    deep: Bool = false, signedBy keys: [VerifierKey] = [], progress: Progress? = nil
  ) throws -> VerifyReport {
    // The file is read first: the database is never behind it.
    let state = try guardState()
    let known = try keys.isEmpty ? rootKeys() : keys
    return try read { database in
      let verification = Verification(
        try Origins(database, file: files.databasePath), keys: known, areGiven: !keys.isEmpty)
      try verification.readStreams(database)
      try DecodedScan.read(
        database, files, DecodedScan.Parts(columns: true, publications: true), by: verification,
        progress: progress)
      verification.finishScan()
      try verification.checkStored(database)
      try verification.checkIdentities(
        PeopleDirectory(reading: files), isCopy: state.isBackup && !files.holdsPeopleKeys)
      verification.checkGuard(state)
      if deep { try verification.checkFile(database) }
      return try verification.report(database, state, isDeep: deep)
    }
  }

  /// The keys that signed roots of this ledger, as far as it knows.
  private func rootKeys() throws -> [VerifierKey] {
    let origins = try read { try Origins($0, file: files.databasePath) }
    let seeds = try SigningSeeds.existing(files)
    return try (1...origins.epoch).flatMap { epoch in
      let origin = origins.inEpoch(epoch).root
      return try read { try KeyTable.keys(of: origin, $0) }
        + (seeds?.signers(origin).map(\.verifier) ?? [])
    }
  }
}
