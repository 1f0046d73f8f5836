import GRDB
import Integrations

extension Ledger {
  /// Brings the projections up to date where they are not: what opening for writing does.
  ///
  /// - Parameter progress: Told how many records are folded, where the log has to be read again.
  public func prepareProjections(progress: Progress? = nil) throws {
    let needs = try read { database in
      try Projection.allCases.map { try Projection.need(of: $0, database) }
    }
    if needs.contains(.rebuild) {
      try rebuild(progress)
    } else if needs.contains(where: { $0 != .nothing }) {
      try write { database in
        try database.inTransaction(.immediate) {
          _ = try Projection.catchUp(database)
          return .commit
        }
      }
    }
  }

  /// Builds every projection anew beside the stored one, swaps them in one transaction, and
  /// compares what stands then with one more fold.
  ///
  /// Others go on reading and appending meanwhile: the writer lock is taken for a batch at a time.
  public func rebuildProjections(progress: Progress? = nil) throws -> ReplayReport {
    try rebuild(progress)
    return try checkProjections(progress: nil)
  }

  private func rebuild(_ progress: Progress?) throws {
    var rebuild = Rebuild()
    try commit { try Rebuild.makeTables($0) }
    var head: Int64
    repeat {
      head = try read { try LogWriter.head($0).position }
      let lines = try read { try rebuild.fold(through: head, $0) }
      try commit { database in
        for line in lines {
          try CompanyLogTable.insert(
            line.action, at: line.position, database, table: Rebuild.next(.companyLog))
        }
      }
      progress?(rebuild.reached, head)
    } while rebuild.reached < head && rebuild.stopped == nil
    var rest = rebuild.states.streams[...]
    while !rest.isEmpty {
      try commit { try rebuild.writeStates(of: rest.prefix(Int(Rebuild.batch)), $0) }
      rest = rest.dropFirst(Int(Rebuild.batch))
    }
    try commit { try rebuild.swap($0) }
  }

  private func commit(_ body: (Database) throws -> Void) throws {
    try write { database in
      try database.inTransaction(.immediate) {
        try body(database)
        return .commit
      }
    }
  }
}

/// A rebuild on its way: what is folded so far, and the tables beside the live ones.
private struct Rebuild {
  /// How many rows one transaction writes: the longest that a writer waits is a few hundredths of
  /// a second.
  static let batch: Int64 = 10_000

  let states = FoldedStates()
  private let scopeLists = ScopeLists()
  private(set) var reached: Int64 = 0
  private(set) var stopped: String?
  private var touched: Set<Int64> = []

  static func next(_ projection: Projection) -> String { projection.rawValue + "_next" }

  /// Makes empty tables of the same form; what an interrupted rebuild left goes.
  static func makeTables(_ database: Database) throws {
    for projection in Projection.allCases {
      let sql = try String.fetchOne(
        database, sql: "SELECT sql FROM sqlite_schema WHERE name = ?",
        arguments: [projection.rawValue])
      guard let sql else { throw DatabaseError(message: "\(projection.rawValue) has no table") }
      let named = sql.replacing(projection.rawValue, with: next(projection), maxReplacements: 1)
      try database.execute(sql: "DROP TABLE IF EXISTS \(next(projection))")
      try database.execute(sql: named)
    }
  }

  /// Folds the next batch of records, and answers with their lines.
  mutating func fold(
    through head: Int64, _ database: Database
  ) throws -> [(position: Int64, action: Action)] {
    var lines: [(position: Int64, action: Action)] = []
    let end = min(head, reached + Self.batch)
    do {
      try RecordScan.all(after: reached, through: end, database) { row in
        let (view, action) = try RecordView.read(row.bytes, scopeLists)
        if let action, let provider = view.provider {
          states.evolve(
            row.stream, provider, action,
            cited: Citation(sequence: view.sequence, time: view.time))
          touched.insert(row.stream)
          lines.append((row.position, action))
        }
        reached = row.position
      }
    } catch let error as RecordError {
      stopped = error.what
    }
    return lines
  }

  /// Writes the states of some streams.
  mutating func writeStates(
    of streams: some Sequence<Int64>, _ database: Database
  ) throws {
    for stream in streams {
      for provider in Provider.allCases {
        guard let state = states[stream, provider] else { continue }
        try StatusTable.write(
          state, of: stream, provider, database, table: Self.next(.integrationStatus))
      }
      touched.remove(stream)
    }
  }

  /// Folds what was appended since, and puts the new tables in the place of the old.
  mutating func swap(_ database: Database) throws {
    let head = try LogWriter.head(database).position
    touched = []
    while reached < head, stopped == nil {
      for line in try fold(through: head, database) {
        try CompanyLogTable.insert(
          line.action, at: line.position, database, table: Self.next(.companyLog))
      }
    }
    try writeStates(of: touched.sorted(), database)
    for projection in Projection.allCases {
      try database.execute(sql: "DROP TABLE \(projection.rawValue)")
      try database.execute(
        sql: "ALTER TABLE \(Self.next(projection)) RENAME TO \(projection.rawValue)")
      try projection.write(reached: reached, stopped, database)
    }
  }
}
