import GRDB
import Integrations

extension Projection {
  /// What has to be done before the stored rows may be read.
  enum Need: Hashable {
    /// They are of this fold and reach the end of the log.
    case nothing
    /// They are of this fold and end earlier.
    case catchUp(after: Int64)
    /// They are of another fold, or not there.
    case rebuild
    /// The record after this position could not be read.
    case stopped(after: Int64, what: String)
  }

  /// What one projection needs.
  static func need(of projection: Projection, _ database: Database) throws -> Need {
    try need(
      of: projection, projection.progress(database), head: LogWriter.head(database).position)
  }

  private static func need(of projection: Projection, _ found: Progress?, head: Int64) -> Need {
    guard let found else {
      return head == 0 ? .nothing : .rebuild
    }
    guard found.fingerprint == projection.fingerprint, found.position <= head else {
      return .rebuild
    }
    if let what = found.stopped { return .stopped(after: found.position, what: what) }
    return found.position == head ? .nothing : .catchUp(after: found.position)
  }

  /// Brings every projection to the end of the log, inside the caller's transaction.
  ///
  /// - Returns: the projections that may now move with an append; one that stopped may not.
  static func catchUp(_ database: Database) throws -> Set<Projection> {
    let head = try LogWriter.head(database).position
    var running: Set<Projection> = []
    for projection in allCases {
      var folded = true
      let found = try projection.progress(database)
      switch need(of: projection, found, head: head) {
      case .nothing:
        if found == nil { try projection.write(reached: head, nil, database) }
      case .catchUp(let start): folded = try projection.fold(after: start, database)
      case .rebuild:
        try database.execute(sql: "DELETE FROM \(projection.rawValue)")
        folded = try projection.fold(after: 0, database)
      case .stopped: folded = false
      }
      if folded { running.insert(projection) }
    }
    return running
  }

  /// Folds the records after a position into the stored rows; false when it stopped at one.
  private func fold(after start: Int64, _ database: Database) throws -> Bool {
    var reached = start
    var stopped: String?
    var touched: [Int64: [Provider: Integration]] = [:]
    do {
      try RecordScan.all(after: start, areGapsTold: true, database) { row in
        let (view, action) = try RecordView.read(row.bytes)
        if let action, let provider = view.provider {
          switch self {
          case .companyLog: try CompanyLogTable.insert(action, at: row.position, database)
          case .integrationStatus:
            var states =
              try touched[row.stream] ?? StatusTable.states(of: row.stream, database)
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
    for (stream, states) in touched {
      for (provider, state) in states {
        try StatusTable.write(state, of: stream, provider, database)
      }
    }
    try write(reached: reached, stopped, database)
    return stopped == nil
  }

  func write(reached position: Int64, _ stopped: String?, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO projection (name, fingerprint, position, stopped) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE
        SET fingerprint = excluded.fingerprint, position = excluded.position,
          stopped = excluded.stopped
        """, arguments: [rawValue, fingerprint, position, stopped])
  }
}
