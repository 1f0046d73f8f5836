public import EventLog
public import Transparency

extension Ledger {
  /// Recomputes every hash, number, column and projection in one pass over the log, and compares
  /// every publication with the records and every note with the keys.
  ///
  /// - Parameters:
  ///   - deep: True to run SQLite's own integrity check as well.
  ///   - keys: The public keys of which one must have signed each root; if empty, those that the
  ///     ledger knows itself.
  ///   - progress: Called with how many records are done, and how many there are.
  public func verify(
    deep: Bool = false, signedBy keys: [VerifierKey] = [], progress: ProgressHandler? = nil
  ) throws -> VerifyReport {
    // The files are read first, since the database is never behind them.
    let state = try guardState()
    let known = try RootSignatures.keys(keys, files)
    return try read { connection in
      let origins = try Origins(connection, files)
      let verification = Verification(origins, try RootSignatures(known, origins, connection))
      try verification.readStreams(connection)
      try ParallelScan.read(
        connection, of: files, looking: .verification, by: verification,
        progress: progress)
      try verification.endScan()
      try verification.checkStored(connection)
      try verification.checkTables(connection, files)
      try verification.checkKeys(connection)
      try verification.checkIdentities(
        PeopleDirectory(reading: files),
        isCopy: (state.isBackup || state.isFollower) && !files.holdsPeopleKeys)
      verification.checkGuard(state)
      if deep { try verification.checkFile(connection) }
      return try verification.report(connection, state, isDeep: deep)
    }
  }
}
