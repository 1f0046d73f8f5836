import EventLog
import Integrations

/// What is checked after the scan of the log.
extension Verification {
  /// Checks for rows that the scan does not reach.
  func checkStored(_ connection: Connection) throws {
    for position in try RecordTable.positionsBeforeFirst(connection) {
      findings.add(
        .renumberedRecord, position, "there is no such position; the first is 1",
        "det finns ingen sådan position; den första är 1")
    }
    let stored = Int(try Publication.count(connection))
    // The scan may have checked more, if another was published meanwhile.
    if stored > publications.publications {
      findings.add(
        .wrongPublication, nil,
        "\(stored.counted("publication")) stored, and covering records: \(publications.publications)",
        "\(stored.counted("publicering", "publiceringar")) lagrade, och som täcker poster: \(publications.publications)"
      )
    }
    keys.checkEpochs(findings)
  }

  /// Checks indexes, small tables and the layout.
  func checkTables(_ connection: Connection, _ files: LedgerFiles) throws {
    for fault in try indexes.faults(connection, files) { findings.add(.wrongIndex, nil, fault) }
    for fault in try SmallTables.faults(connection, origins) {
      findings.add(fault.kind, nil, fault.clause)
    }
    for name in try Layout.differences(connection) {
      findings.add(
        .damagedFile, nil, "\(name) is not as this layout has it",
        "\(name) är inte så som denna layout har den")
    }
  }

  /// Checks whose keys signed.
  func checkKeys(_ connection: Connection) throws {
    try keys.check(
      roots: publications.publications, hasRecords: records > 0, connection, findings)
  }

  /// Checks the directory of people.
  ///
  /// - Parameter isCopy: True if the keys of people may be missing, since a backup has none.
  func checkIdentities(_ directory: PeopleDirectory?, isCopy: Bool) throws {
    try identities.check(directory, isCopy: isCopy, findings)
  }

  /// Reports how the database compares with the files outside it.
  func checkGuard(_ state: Guard) {
    switch state {
    case .unpublished, .follows, .backup, .follower: break
    case .shorter: findings.add(.rolledBack, nil, state.what)
    case .forked: findings.add(.forked, nil, state.what)
    case .missing, .unreadable, .foreignKeys: findings.add(.unguarded, nil, state.what)
    }
  }

  /// Runs SQLite's own integrity check.
  func checkFile(_ connection: Connection) throws {
    for line in try connection.integrityFaults() {
      findings.add(
        .damagedFile, nil, "SQLite's integrity check says: \(line)",
        "SQLites egen kontroll säger: \(line)")
    }
  }

  /// The report, once everything was checked.
  func report(
    _ connection: Connection, _ state: Guard, isDeep: Bool
  ) throws -> VerifyReport {
    let replay = try refold.finish(connection)
    try StoredProjections.check(
      replay, through: expected - 1, hasRecords: records > 0, connection, findings)
    return VerifyReport(
      records: records, streams: streamCount, bytes: bytes, findings: findings.kept,
      findingCount: findings.count, anchoring: anchoring(state), trust: keys.trust,
      identities: identities.count, replay: replay, isDeep: isDeep)
  }

  private func anchoring(_ state: Guard) -> VerifyReport.Anchoring {
    let through = publications.position
    return VerifyReport.Anchoring(
      publications: publications.publications, through: through > 0 ? Position(through) : nil,
      unsigned: max(0, expected - 1 - through), guardState: state)
  }
}
