public import Integrations

/// An integration as it was or is at a moment.
public struct IntegrationView: Hashable, Sendable {
  /// The company.
  public let company: Company
  /// The provider.
  public let provider: Provider
  /// The fold of its records.
  public let state: Integration
  /// Where the clock stands: phases and verdicts are as of then.
  public let now: Timestamp
  /// How many records of the company's stream counted.
  public let size: Int64
}

extension Ledger {
  /// One integration at a moment; nil if nothing is recorded of the company by then.
  public func integration(
    of company: Company, _ provider: Provider = .fortnox, at moment: AsOf = .now
  ) throws -> IntegrationView? {
    try read { try self.integration(of: company, provider, at: moment, $0) }
  }

  func integration(
    of company: Company, _ provider: Provider, at moment: AsOf, _ connection: Connection
  ) throws -> IntegrationView? {
    guard let stream = try StreamTable.find(company, connection) else { return nil }
    let now = try moment.clock(connection, effects)
    if moment == .now {
      try Projection.integrationStatus.requireCurrent(connection)
      let state =
        try StatusTable.state(of: stream.id, provider, connection) ?? Integration(provider)
      return IntegrationView(
        company: company, provider: provider, state: state, now: now, size: stream.size)
    }
    var state = Integration(provider)
    var size: Int64 = 0
    try RecordScan.stream(stream.id, through: moment.lastPosition, connection) { row in
      let view = try row.view()
      if case .time(let time) = moment, view.time > time { return false }
      if view.provider == provider, let action = try row.action(view) {
        state.evolve(action, cited: Citation(sequence: view.sequence, time: view.time))
      }
      size += 1
      return true
    }
    guard size > 0 else { return nil }
    return IntegrationView(
      company: company, provider: provider, state: state, now: now, size: size)
  }

  /// Every integration with a provider at a moment, in the order of the companies' ids.
  ///
  /// The present is streamed from the stored projection; the past folds the log up to the moment.
  ///
  /// - Parameter body: Returns false to stop.
  public func forEachIntegration(
    _ provider: Provider = .fortnox, at moment: AsOf = .now,
    _ body: (IntegrationView) throws -> Bool
  ) throws {
    try read { connection in
      let now = try moment.clock(connection, effects)
      if moment == .now {
        try Projection.integrationStatus.requireCurrent(connection)
        return try StatusTable.forEach(of: provider, connection) { row in
          try body(
            IntegrationView(
              company: row.company(), provider: provider, state: row.state(), now: now,
              size: try row.size()))
        }
      }
      let past = try fold(provider, at: moment, connection)
      try StreamTable.forEachByName(connection) { stream, name in
        guard let state = past.states[stream, provider], let company = Company(stream: name)
        else { return true }
        return try body(
          IntegrationView(
            company: company, provider: provider, state: state, now: now,
            size: past.sizes[stream] ?? 0))
      }
    }
  }

  private func fold(
    _ provider: Provider, at moment: AsOf, _ connection: Connection
  ) throws -> (states: FoldedStates, sizes: [Int64: Int64]) {
    let states = FoldedStates()
    var sizes: [Int64: Int64] = [:]
    var ended: Set<Int64> = []
    let scopeLists = ScopeListCache()
    try RecordScan.all(through: moment.lastPosition, connection) { row in
      guard !ended.contains(row.stream) else { return }
      let view = try row.view()
      if case .time(let time) = moment, view.time > time {
        ended.insert(row.stream)
        return
      }
      sizes[row.stream, default: 0] += 1
      if view.provider == provider, let action = try row.action(view, scopeLists) {
        states.evolve(
          stream: row.stream, with: provider, by: action,
          cited: Citation(sequence: view.sequence, time: view.time))
      }
    }
    return (states, sizes)
  }
}
