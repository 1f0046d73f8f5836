import GRDB
import Integrations
import Synchronization

extension Ledger {
  /// Runs a body on the log in one write transaction, which is kept where the body wrote.
  ///
  /// - Throws: `LedgerError.guarded` where the database does not follow its last checkpoint.
  func writeLog<Result>(_ body: (inout LogWriter, Database) throws -> Result) throws -> Result {
    if let refusal { throw refusal }
    return try exclusively { database in
      var result: Result?
      var after: LogMemory?
      let before = memory.withLock { $0.take() }
      try database.inImmediateTransaction {
        let version = try LogMemory.version(database)
        var log = try openLog(before, version, database)
        let start = log.position
        result = try body(&log, database)
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
    _ before: LogMemory?, _ version: Int64, _ database: Database
  ) throws -> LogWriter {
    if let before, before.version == version {
      return try LogWriter(database, effects: effects, memory: before)
    }
    let running = try Projection.catchUp(database)
    if !running.contains(.integrationStatus) {
      try requireCurrent(.integrationStatus, database)
    }
    return try LogWriter(database, effects: effects, running: running)
  }
}

extension LogWriter {
  /// Records one of the ledger's own records.
  @discardableResult
  mutating func keep(
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
