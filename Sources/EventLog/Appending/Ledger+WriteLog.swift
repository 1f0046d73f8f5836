package import Integrations
import Synchronization

extension Ledger {
  /// Runs a body on the log in one write transaction, which is kept where the body wrote.
  ///
  /// - Throws: `LedgerError.guarded` where the database does not follow its last checkpoint.
  package func writeLog<Result>(_ body: (inout LogWriter, Connection) throws -> Result) throws
    -> Result
  {
    if let refusal { throw refusal }
    return try exclusively { connection in
      var result: Result?
      var after: LogMemory?
      let before = memory.withLock { $0.take() }
      try connection.transaction {
        let version = try connection.dataVersion()
        var log = try openLog(before, version, connection)
        let start = log.position
        result = try body(&log, connection)
        guard log.position > start else { return false }
        try log.finish()
        after = log.memory(version: version)
        return true
      }
      // Only what was committed is remembered.
      memory.withLock { $0 = after }
      guard let result else { preconditionFailure("the body ran") }
      return result
    }
  }
}

extension Ledger {
  private func openLog(
    _ before: LogMemory?, _ version: Int64, _ connection: Connection
  ) throws -> LogWriter {
    if let before, before.version == version {
      return try LogWriter(connection, effects: effects, memory: before)
    }
    let running = try Projection.catchUp(connection)
    if !running.contains(.integrationStatus) {
      try Projection.integrationStatus.requireCurrent(connection)
    }
    return try LogWriter(connection, effects: effects, running: running)
  }
}

extension LogWriter {
  /// Records one of the ledger's own records.
  @discardableResult
  package mutating func keep(
    _ bookkeeping: Record.Bookkeeping, in company: Company, by actor: Actor
  ) throws -> Receipt {
    var stream = try open(company)
    let now = effects.now()
    let content = Record.Content(
      stream: company, sequence: SequenceNumber(stream.size), id: effects.id(), actor: actor,
      recordedBy: nil, time: now, recordedTime: now, what: .bookkeeping(bookkeeping))
    let receipt = try insert(try Draft(content), stream: stream.id)
    stream.size += 1
    try keep(stream, of: company)
    return receipt
  }
}
