import Integrations

/// Folds the whole log again and compares the result with the stored projections.
///
/// The reader of a scan passes it one record after another. The company log is compared line by
/// line on the way, the states at the end.
package final class Refold {
  private let states = FoldedStates()
  private var log = DigestPair()
  private var logDifference: Text?
  private var records: Int64 = 0
  private let comparesLines: Bool
  private var commitments: [ReplayReport.Commitment] = []

  /// A refold of nothing yet.
  ///
  /// - Parameter comparesLines: False to compare the states only.
  package init(comparesLines: Bool = true) { self.comparesLines = comparesLines }

  /// Folds one record; bookkeeping changes no state.
  ///
  /// The row is `inout` and its action is moved out of it, so that neither is copied.
  package func fold(_ row: inout DecodedRow, _ view: RecordView) {
    records += 1
    guard let action = row.action.take(), let provider = view.provider else {
      if case .other(let line) = row.line { addStray(line) }
      return check(view, at: row.position)
    }
    let position = row.position
    states.evolve(
      stream: row.stream, with: provider, by: action,
      cited: Citation(sequence: view.sequence, time: view.time))
    guard comparesLines else { return }
    let line = StoredLine(at: position, of: action)
    if case .same = row.line { return log.add(both: { $0.add(line) }) }
    log.add(folded: { $0.add(line) })
    guard case .other(let stored) = row.line else {
      return addDifference(
        Text(
          "the company log has no line of record \(Position(position))",
          "företagets logg har ingen rad för post \(Position(position))"))
    }
    log.add(stored: { $0.add(stored) })
    addDifference(
      Text(
        "the company log has \(stored.words) for record \(Position(position)), "
          + "which says \(line.words)",
        "företagets logg har \(stored.words) för post \(Position(position)), "
          + "som säger \(line.words)"))
  }

  /// Counts a line of the company log that no record makes as a difference.
  package func addStray(_ line: StoredLine) {
    log.add(stored: { $0.add(line) })
    addDifference(
      Text(
        "the company log has a line \(Position(line.position)) that no record makes",
        "företagets logg har en rad \(Position(line.position)) som ingen post ger"))
  }

  /// Compares a commitment with the states as they are now, at its place in the log.
  private func check(_ view: RecordView, at position: Int64) {
    guard case .bookkeeping(let bookkeeping)? = try? view.content(nil).what,
      let commitment = bookkeeping.commitment
    else { return }
    let verdict: ReplayReport.Commitment.Verdict =
      if commitment.fingerprint != Projection.integrationStatus.fingerprint {
        .otherFold
      } else if commitment.position.number != position - 1 {
        .moved
      } else {
        commitment.digest == digest() ? .proven : .differs
      }
    commitments.append(
      ReplayReport.Commitment(
        position: Position(position), commitment: commitment, verdict: verdict))
  }

  /// The digest of the states as they are now.
  private func digest() -> String {
    var digest = RowDigest()
    states.forEach { stream, provider, state in
      StoredState(stream: stream, provider: provider.rawValue, row: .init(state)).add(to: &digest)
    }
    return digest.finish()
  }

  private func addDifference(_ what: @autoclosure () -> Text) {
    logDifference = logDifference ?? what()
  }

  /// Compares the states, once every record was folded.
  package func finish(_ connection: Connection) throws -> ReplayReport {
    let status = try compareStates(connection)
    let log = ReplayReport.Comparison(
      name: Projection.companyLog.rawValue, fingerprint: Projection.companyLog.fingerprint,
      stored: log.stored, folded: log.folded, difference: logDifference)
    return ReplayReport(
      records: records, integrations: status.count,
      projections: comparesLines ? [status.comparison, log] : [status.comparison],
      commitments: commitments)
  }

  private func compareStates(
    _ connection: Connection
  ) throws -> (count: Int64, comparison: ReplayReport.Comparison) {
    var digest = DigestPair()
    var difference: Text?
    var count: Int64 = 0
    func add(stored found: StoredState, _ what: @autoclosure () -> Text) {
      digest.add(stored: { found.add(to: &$0) })
      difference = difference ?? what()
    }
    func addSurplus(_ found: StoredState) {
      add(
        stored: found,
        Text(
          "stream \(found.stream) has a status that no record makes",
          "ström \(found.stream) har ett läge som ingen post ger"))
    }
    try StatusTable.withRows(connection) { next in
      var row = try next()
      try states.forEach { stream, provider, state in
        count += 1
        let expected = StoredState(stream: stream, provider: provider.rawValue, row: .init(state))
        if row == expected {
          digest.add(both: { expected.add(to: &$0) })
          row = try next()
          return
        }
        digest.add(folded: { expected.add(to: &$0) })
        while let found = row, found.key < expected.key {
          addSurplus(found)
          row = try next()
        }
        guard let found = row, found.key == expected.key else {
          difference =
            difference
            ?? Text(
              "stream \(stream) has no status with \(provider.rawValue)",
              "ström \(stream) har inget läge hos \(provider.rawValue)")
          return
        }
        add(
          stored: found,
          Text(
            "the status of stream \(stream) with \(provider.rawValue) is not what its records say",
            "läget för ström \(stream) hos \(provider.rawValue) är inte vad dess poster säger"))
        row = try next()
      }
      while let found = row {
        addSurplus(found)
        row = try next()
      }
    }
    let comparison = ReplayReport.Comparison(
      name: Projection.integrationStatus.rawValue,
      fingerprint: Projection.integrationStatus.fingerprint, stored: digest.stored,
      folded: digest.folded, difference: difference)
    return (count, comparison)
  }
}
