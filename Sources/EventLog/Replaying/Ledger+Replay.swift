public import Integrations

extension Ledger {
  /// Folds records one at a time, in the order of the log, and calls `body` with what each changes.
  ///
  /// - Parameters:
  ///   - company: The company; nil for all.
  ///   - provider: The only provider asked for; nil for every one.
  ///   - body: Returns false to stop.
  public func replay(
    _ company: Company?, _ provider: Provider?, at moment: AsOf = .now,
    _ body: (ReplayStep) throws -> Bool
  ) throws {
    try read { connection in
      // Throws if the position is not there yet.
      _ = try moment.clock(connection, effects)
      let states = FoldedStates()
      var ended: Set<Int64> = []
      func step(_ row: RecordRow) throws -> Bool {
        let record = try Record(position: Position(row.position), reading: row.bytes)
        guard !ended.contains(row.stream) else { return true }
        if case .time(let time) = moment, record.content.time > time {
          ended.insert(row.stream)
          return company == nil
        }
        guard let recorded = record.recorded, provider == nil || recorded.provider == provider
        else { return true }
        let before = states[row.stream, recorded.provider] ?? Integration(recorded.provider)
        states.evolve(
          stream: row.stream, with: recorded.provider, by: recorded.action,
          cited: recorded.citation)
        let after = states[row.stream, recorded.provider] ?? before
        return try body(ReplayStep(recorded: recorded, before: before, after: after))
      }
      guard let company else {
        try RecordScan.some(through: moment.lastPosition, connection, step)
        return
      }
      guard let stream = try StreamTable.find(company, connection) else { return }
      try RecordScan.stream(stream.id, through: moment.lastPosition, connection, step)
    }
  }

  /// Folds the whole log anew, checks each record's hash on the way, and compares the outcome with
  /// the stored projections.
  ///
  /// - Parameter projections: Which to compare; the states are folded in any case.
  /// - Throws: `LedgerError.unreadable` at a record that was changed.
  public func checkProjections(
    _ projections: Set<Projection> = Set(Projection.allCases), progress: ProgressHandler? = nil
  ) throws -> ReplayReport {
    try read { connection in
      let withLines = projections.contains(.companyLog)
      let check = ProjectionCheck(withLines)
      try ParallelScan.read(
        connection, of: files, looking: ParallelScan.Parts(lines: withLines), by: check,
        progress: progress)
      return try check.refold.finish(connection)
    }
  }
}

/// Refolds every record, and stops at one that cannot be read.
private final class ProjectionCheck: LogReader {
  let refold: Refold

  init(_ withLines: Bool) { refold = Refold(comparesLines: withLines) }

  func read(_ row: inout DecodedRow) throws {
    guard let view = row.view else {
      throw LedgerError.unreadable(
        position: Position(row.position),
        what: row.unreadable?.clause
          ?? Text(
            "its bytes do not have the stored hash", "dess byte har inte det lagrade hashvärdet"))
    }
    refold.fold(&row, view)
  }

  func readStray(_ line: StoredLine) { refold.addStray(line) }
}
