import GRDB
import Integrations

extension Ledger {
  /// Runs a body on the log in one write transaction, which is kept where the body wrote.
  ///
  /// - Throws: `LedgerError.guarded` where the database does not follow its last checkpoint.
  func writeLog<Result>(_ body: (inout LogWriter, Database) throws -> Result) throws -> Result {
    try write { database in
      if let refusal { throw refusal }
      var result: Result?
      try database.inImmediateTransaction {
        let running = try Projection.catchUp(database)
        if !running.contains(.integrationStatus) {
          try requireCurrent(.integrationStatus, database)
        }
        var log = try LogWriter(database, effects: effects, running: running)
        let start = log.position
        result = try body(&log, database)
        guard log.position > start else { return false }
        try log.finish()
        return true
      }
      guard let result else { preconditionFailure("the body ran") }
      return result
    }
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
    let receipt = try insert(try Draft(content, isRequested: true), stream: stream.id)
    stream.size += 1
    try keep(stream, of: company)
    return receipt
  }
}
