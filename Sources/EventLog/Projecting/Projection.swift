import Integrations

/// The folds whose results the ledger keeps in tables.
public enum Projection: String, CaseIterable, Sendable {
  /// One row per integration.
  case integrationStatus = "integration_status"
  /// One line per action.
  case companyLog = "company_log"

  /// The name and version of the fold that writes the rows.
  ///
  /// The version rises whenever the fold, the layout of its state or the meaning of a column
  /// changes; stored rows with another fingerprint are rebuilt. A test ties it to the digest of the
  /// fixtures' projections.
  package var fingerprint: String {
    switch self {
    case .integrationStatus: "integration_status/4"
    case .companyLog: "company_log/2"
    }
  }
}

extension Projection {
  /// What has to be done before the stored rows may be read.
  package enum Need: Hashable {
    /// Nothing: they are of this fold and reach the end of the log.
    case nothing
    /// To fold the records after this position: the rows are of this fold and end there.
    case catchUp(after: Int64)
    /// To fold the whole log: the rows are of another fold, or missing.
    case rebuild
    /// To repair the record after this position, which could not be read.
    case stopped(after: Int64, what: String)
  }

  /// The projections that stopped at a record that they could not read.
  static func stopped(_ connection: Connection) throws -> Set<Projection> {
    try Set(
      allCases.filter {
        if case .stopped = try need(of: $0, connection) { true } else { false }
      })
  }

  /// What has to be done before a projection's rows may be read.
  package static func need(of projection: Projection, _ connection: Connection) throws -> Need {
    try need(
      of: projection, ProjectionTable.progress(of: projection, connection),
      head: LogHead(connection).position)
  }

  private static func need(
    of projection: Projection, _ found: ProjectionTable.Progress?, head: Int64
  ) -> Need {
    guard let found else {
      return head == 0 ? .nothing : .rebuild
    }
    guard found.fingerprint == projection.fingerprint, found.position <= head else {
      return .rebuild
    }
    if let what = found.stopped { return .stopped(after: found.position, what: what) }
    return found.position == head ? .nothing : .catchUp(after: found.position)
  }

  /// Folds every projection up to the end of the log, inside the caller's transaction.
  ///
  /// - Returns: The projections that appends keep up to date from now on: those that did not stop.
  package static func catchUp(_ connection: Connection) throws -> Set<Projection> {
    let head = try LogHead(connection).position
    var running: Set<Projection> = []
    for projection in allCases {
      var folded = true
      let found = try ProjectionTable.progress(of: projection, connection)
      switch need(of: projection, found, head: head) {
      case .nothing:
        if found == nil {
          try ProjectionTable.write(projection, reached: head, stopped: nil, connection)
        }
      case .catchUp(let start): folded = try projection.fold(after: start, connection)
      case .rebuild:
        try ProjectionTable.clear(projection, connection)
        folded = try projection.fold(after: 0, connection)
      case .stopped: folded = false
      }
      if folded { running.insert(projection) }
    }
    return running
  }

  /// Folds the records after a position into the stored rows; returns false if it stopped at one.
  private func fold(after start: Int64, _ connection: Connection) throws -> Bool {
    var reached = start
    var stopped: String?
    var touched: [Int64: [Provider: Integration]] = [:]
    do {
      try RecordScan.all(after: start, allowsGaps: true, connection) { row in
        let (view, action) = try RecordView.read(row.bytes)
        if let action, let provider = view.provider {
          switch self {
          case .companyLog: try CompanyLogTable.insert(action, at: row.position, connection)
          case .integrationStatus:
            var states =
              try touched[row.stream] ?? StatusTable.states(of: row.stream, connection)
            states[provider, default: Integration(provider)].evolve(
              action, cited: Citation(sequence: view.sequence, time: view.time))
            touched[row.stream] = states
          }
        }
        reached = row.position
      }
    } catch let error as RecordError {
      stopped = error.what
    }
    let rows = touched.lazy.flatMap { stream, states in
      states.lazy.map { StatusTable.Row(stream: stream, provider: $0.key, state: $0.value) }
    }
    try StatusTable.write(rows, connection)
    try ProjectionTable.write(self, reached: reached, stopped: stopped, connection)
    return stopped == nil
  }

  /// Throws if the rows were written by another fold or do not reach the end of the log.
  ///
  /// - Throws: `LedgerError.projectionStopped` or `.projectionBehind`.
  func requireCurrent(_ connection: Connection) throws {
    switch try Self.need(of: self, connection) {
    case .nothing: return
    case .stopped(let position, let what):
      throw LedgerError.projectionStopped(
        name: rawValue, position: Position(position + 1), what: what)
    case .catchUp, .rebuild: throw LedgerError.projectionBehind(name: rawValue)
    }
  }
}
