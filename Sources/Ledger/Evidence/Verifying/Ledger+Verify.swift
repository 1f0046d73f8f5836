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
    // The files are read first: the database is never behind them.
    let state = try guardState()
    let known = try RootSignatures.keys(keys, files)
    return try read { database in
      let origins = try Origins(database, file: files.databasePath)
      let verification = Verification(origins, try RootSignatures(known, origins, database))
      try verification.readStreams(database)
      try DecodedScan.read(
        database, files, DecodedScan.Parts(columns: true, publications: true), by: verification,
        progress: progress)
      try verification.finishScan()
      try verification.checkStored(database)
      try verification.checkTables(database, files)
      try verification.checkKeys(database)
      try verification.checkIdentities(
        PeopleDirectory(reading: files), isCopy: state.isBackup && !files.holdsPeopleKeys)
      verification.checkGuard(state)
      if deep { try verification.checkFile(database) }
      return try verification.report(database, state, isDeep: deep)
    }
  }
}
