public import Integrations

/// An integration as a page shows it, all of it as of one moment.
public struct Overview: Sendable {
  /// Its state.
  public let view: IntegrationView
  /// Why it is so.
  public let explanation: Explanation
  /// The last lines of its log, newest first.
  public let latest: [LogLine]
}

extension Ledger {
  /// An integration with its explanation and the end of its log; nil if nothing is recorded.
  ///
  /// All of it is read in one snapshot: parts of different moments could contradict each other.
  ///
  /// - Parameter limit: How many lines of the log, at least 1.
  public func overview(
    of company: Company, _ provider: Provider, latest limit: Int
  ) throws -> Overview? {
    try read { connection in
      guard let view = try integration(of: company, provider, at: .now, connection) else {
        return nil
      }
      return Overview(
        view: view, explanation: try explanation(of: view, connection),
        latest: try latest(limit, of: view, connection))
    }
  }

  /// The last lines of a company's log, newest first: those that the clock made, then those of
  /// records.
  ///
  /// A line is made with the state before it, so the stream is folded from its start.
  private func latest(
    _ limit: Int, of view: IntegrationView, _ connection: Connection
  ) throws -> [LogLine] {
    guard let stream = try StreamTable.find(view.company, connection) else { return [] }
    // Only the records that are shown are decoded completely.
    var latest: [SequenceNumber: Integration] = [:]
    var shown: [SequenceNumber] = []
    var state = Integration(view.provider)
    try RecordScan.stream(stream.id, through: .max, connection) { row in
      let record = try row.view()
      guard record.provider == view.provider, let action = try row.action(record) else {
        return true
      }
      if shown.count == limit { latest[shown.removeFirst()] = nil }
      shown.append(record.sequence)
      latest[record.sequence] = state
      state.evolve(action, cited: Citation(sequence: record.sequence, time: record.time))
      return true
    }
    let product = try Self.hostProduct(connection)
    let lines = try records(of: view.company, shown, connection).compactMap { recorded in
      latest[recorded.sequence].map { LogLine(recorded, before: $0, product) }
    }
    return Array(
      (lines + LogLine.computed(view.state, at: view.now, product)).reversed().prefix(limit))
  }
}
