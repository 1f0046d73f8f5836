public import Integrations

/// A line of the company log with the record that it tells of.
public struct LogLine: Hashable, Sendable {
  /// The record; nil for a line that the clock alone made.
  public let recorded: Recorded?
  /// When it happened.
  public let time: Timestamp
  /// The provider.
  public let provider: Provider
  /// The line itself, as a person reads it.
  public let line: CompanyLogLine
  /// The host product, as texts name it.
  public let product: HostProduct

  init(_ recorded: Recorded, before: Integration, _ product: HostProduct) {
    self.recorded = recorded
    time = recorded.time
    provider = recorded.provider
    line = CompanyLogLine(recorded, before: before, Names(recorded.provider, product))
    self.product = product
  }

  /// The lines that no record but the clock has made by a time, oldest first.
  static func computed(
    _ state: Integration, at now: Timestamp, _ product: HostProduct
  ) -> [LogLine] {
    state.computedLines(at: now, Names(state.provider, product)).map { line in
      LogLine(computed: line, at: line.computedAt ?? now, provider: state.provider, product)
    }
  }

  private init(
    computed line: CompanyLogLine, at time: Timestamp, provider: Provider, _ product: HostProduct
  ) {
    recorded = nil
    self.time = time
    self.provider = provider
    self.line = line
    self.product = product
  }
}

extension Ledger {
  /// One company's log, oldest first, at a moment: every action that has a line in it, and then
  /// what the clock alone has changed since.
  ///
  /// - Parameters:
  ///   - provider: The only provider asked for; nil for every one.
  ///   - body: Returns false to stop.
  public func forEachLogLine(
    of company: Company, _ provider: Provider?, at moment: AsOf = .now,
    _ body: (LogLine) throws -> Bool
  ) throws {
    try read { connection in
      try Projection.companyLog.requireCurrent(connection)
      let now = try moment.clock(connection, effects)
      let product = try Self.hostProduct(connection)
      let states = try fold(company, provider, at: moment, connection) { recorded, before in
        try body(LogLine(recorded, before: before, product))
      }
      guard let states else { return }
      let computed = states.flatMap { LogLine.computed($0, at: now, product) }
      for line in computed.sorted(by: { $0.time < $1.time }) {
        guard try body(line) else { return }
      }
    }
  }

  /// Folds one company's actions, oldest first, up to a moment.
  ///
  /// - Parameters:
  ///   - provider: The only provider whose actions count; nil for every one.
  ///   - body: Called with each action and its integration's state before it; returns false to
  ///     stop.
  /// - Returns: The states after the last one, in the order of the providers' ids; nil if `body`
  ///   stopped before.
  private func fold(
    _ company: Company, _ provider: Provider?, at moment: AsOf, _ connection: Connection,
    _ body: (Recorded, _ before: Integration) throws -> Bool
  ) throws -> [Integration]? {
    guard let stream = try StreamTable.find(company, connection) else { return [] }
    var states: [Provider: Integration] = [:]
    var isStopped = false
    try RecordScan.stream(stream.id, through: moment.lastPosition, connection) { row in
      let record = try row.record(of: company)
      if case .time(let time) = moment, record.content.time > time { return false }
      guard let recorded = record.recorded, provider == nil || recorded.provider == provider
      else { return true }
      let before = states[recorded.provider] ?? Integration(recorded.provider)
      guard try body(recorded, before) else {
        isStopped = true
        return false
      }
      states[recorded.provider, default: before].evolve(recorded.action, cited: recorded.citation)
      return true
    }
    guard !isStopped else { return nil }
    return states.values.sorted { $0.provider.rawValue < $1.provider.rawValue }
  }

  /// The actions with these numbers in a company's stream, in order: what an explanation cites.
  public func records(
    of company: Company, _ sequences: [SequenceNumber]
  ) throws -> [Recorded] {
    try read { try records(of: company, sequences, $0) }
  }

  func records(
    of company: Company, _ sequences: [SequenceNumber], _ connection: Connection
  ) throws -> [Recorded] {
    guard let stream = try StreamTable.find(company, connection) else { return [] }
    var found: [Recorded] = []
    try RecordTable.forEach(Set(sequences).sorted(), in: stream.id, connection) { sequence, row in
      if let row {
        if let recorded = try row.record(of: company).recorded { found.append(recorded) }
      } else if sequence.number < stream.size {
        throw RecordScan.missing(sequence: sequence.number, before: stream.size)
      }
    }
    return found
  }
}
