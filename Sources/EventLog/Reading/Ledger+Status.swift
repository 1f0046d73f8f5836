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
  /// When a record or the clock last changed it; nil if the question did not ask for that.
  public internal(set) var changed: Timestamp?
}

extension Ledger {
  /// One integration at a moment; nil if nothing is recorded of the company by then.
  public func integration(
    of company: Company, _ provider: Provider, at moment: AsOf = .now
  ) throws -> IntegrationView? {
    try read { try self.integration(of: company, provider, at: moment, $0) }
  }

  /// Every integration of a company at a moment, in the order of the providers' ids; nil if nothing
  /// is recorded of the company by then.
  public func integrations(of company: Company, at moment: AsOf = .now) throws
    -> [IntegrationView]?
  {
    try read { try self.integrations(of: company, at: moment, $0) }
  }

  func integration(
    of company: Company, _ provider: Provider, at moment: AsOf, _ connection: Connection
  ) throws -> IntegrationView? {
    guard let stream = try StreamTable.find(company, connection) else { return nil }
    let now = try moment.clock(connection, effects)
    let (states, size) = try states(of: stream, provider, at: moment, connection)
    guard size > 0 else { return nil }
    return IntegrationView(
      company: company, provider: provider, state: states[provider] ?? Integration(provider),
      now: now, size: size)
  }

  func integrations(
    of company: Company, at moment: AsOf, _ connection: Connection
  ) throws -> [IntegrationView]? {
    guard let stream = try StreamTable.find(company, connection) else { return nil }
    let now = try moment.clock(connection, effects)
    let (states, size) = try states(of: stream, nil, at: moment, connection)
    guard size > 0 else { return nil }
    return states.sorted { $0.key.rawValue < $1.key.rawValue }.map { provider, state in
      IntegrationView(company: company, provider: provider, state: state, now: now, size: size)
    }
  }

  /// The states of a stream's integrations at a moment, and how many of its records counted.
  ///
  /// - Parameter provider: The only provider asked for; nil for every one.
  private func states(
    of stream: StreamTable.Row, _ provider: Provider?, at moment: AsOf, _ connection: Connection
  ) throws -> (states: [Provider: Integration], size: Int64) {
    if moment == .now {
      try Projection.integrationStatus.requireCurrent(connection)
      guard let provider else {
        return (try StatusTable.states(of: stream.id, connection), stream.size)
      }
      let state = try StatusTable.state(of: stream.id, provider, connection)
      return (state.map { [provider: $0] } ?? [:], stream.size)
    }
    var states: [Provider: Integration] = [:]
    var size: Int64 = 0
    try RecordScan.stream(stream.id, through: moment.lastPosition, connection) { row in
      let view = try row.view()
      if case .time(let time) = moment, view.time > time { return false }
      if let recorded = view.provider, provider == nil || recorded == provider,
        let action = try row.action(view)
      {
        states[recorded, default: Integration(recorded)].evolve(
          action, cited: Citation(sequence: view.sequence, time: view.time))
      }
      size += 1
      return true
    }
    return (states, size)
  }

  /// Every integration at a moment, in the order of the companies' ids and then the providers'.
  ///
  /// - Parameters:
  ///   - provider: The only provider asked for; nil for every one.
  ///   - body: Returns false to stop.
  public func forEachIntegration(
    _ provider: Provider?, at moment: AsOf = .now, _ body: (IntegrationView) throws -> Bool
  ) throws {
    var query = StatusQuery()
    query.provider = provider
    query.moment = moment
    try forEachIntegration(query, body)
  }

  /// The integrations that a query finds, in the order of the companies' ids and then the providers'.
  ///
  /// The present is streamed from the stored projection; the past folds the log up to the moment.
  ///
  /// - Parameter body: Returns false to stop.
  public func forEachIntegration(
    _ query: StatusQuery, _ body: (IntegrationView) throws -> Bool
  ) throws {
    try read { connection in
      try forEachMatch(query, connection) { try body($0.view()) }
    }
  }

  /// The same for a moment in the past, with the number of each stream; `body` returns false to
  /// stop.
  func forEachPastIntegration(
    _ provider: Provider?, at moment: AsOf, _ now: Timestamp, _ connection: Connection,
    _ body: (_ stream: Int64, IntegrationView) throws -> Bool
  ) throws {
    let past = try fold(provider, at: moment, connection)
    try StreamTable.forEachByName(connection) { stream, name in
      for (provider, state) in past.states[stream] {
        guard let company = Company(stream: name) else { continue }
        let view = IntegrationView(
          company: company, provider: provider, state: state, now: now,
          size: past.sizes[stream] ?? 0)
        guard try body(stream, view) else { return false }
      }
      return true
    }
  }

  private func fold(
    _ provider: Provider?, at moment: AsOf, _ connection: Connection
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
      if let recorded = view.provider, provider == nil || recorded == provider,
        let action = try row.action(view, scopeLists)
      {
        states.evolve(
          stream: row.stream, with: recorded, by: action,
          cited: Citation(sequence: view.sequence, time: view.time))
      }
    }
    return (states, sizes)
  }
}
