import Integrations
import Synchronization

extension Ledger {
  /// Runs `body` with the log in one write transaction, which is committed if `body` appended.
  ///
  /// - Throws: `LedgerError.guarded` if the write gate is closed.
  package func writeLog<Result>(_ body: (inout LogWriter, Connection) throws -> Result) throws
    -> Result
  {
    if let refusal { throw refusal }
    return try writeLogUnasked(body)
  }

  /// The same without asking the write gate: for a copy that takes records from elsewhere.
  ///
  /// - Parameter isWritten: True if `body` wrote something else than records, which is to be committed.
  package func writeLogUnasked<Result>(
    isWritten: (Result) -> Bool = { _ in false },
    _ body: (inout LogWriter, Connection) throws -> Result
  ) throws -> Result {
    try exclusively { connection in
      var result: Result?
      var after: LogCache?
      let before = logCache.withLock { $0.take() }
      try connection.transaction {
        let version = try connection.dataVersion()
        var log = try openLog(before, version, connection)
        let start = log.position
        let given = try body(&log, connection)
        result = given
        guard log.position > start || isWritten(given) else { return false }
        try log.writeStreams()
        after = log.cache(version: version)
        return true
      }
      // Only what was committed is remembered.
      logCache.withLock { $0 = after }
      guard let result else { preconditionFailure("the body ran") }
      return result
    }
  }
}

extension Ledger {
  private func openLog(
    _ before: LogCache?, _ version: Int64, _ connection: Connection
  ) throws -> LogWriter {
    if let before, before.version == version {
      return try LogWriter(connection, effects: effects, cache: before)
    }
    let running = try Projection.catchUp(connection)
    if !running.contains(.integrationStatus) {
      try Projection.integrationStatus.requireCurrent(connection)
    }
    return try LogWriter(connection, effects: effects, running: running)
  }
}

/// What one transaction knew of the log when it committed.
///
/// The next transaction of this connection starts from it if no other connection committed in
/// between, which `PRAGMA data_version` tells (https://sqlite.org/pragma.html#pragma_data_version).
/// That saves a third of the time of an append, the disk apart.
struct LogCache {
  /// How many streams are remembered; each takes about a kilobyte and a half.
  static let streamLimit = 1024

  var version: Int64
  var running: Set<Projection>
  var position: Int64
  var latest: Int64
  var nextStream: Int64
  var streams: [Company: LogWriter.OpenStream]
}
