public import Integrations

extension Ledger {
  /// Records what the stored status is now, so that what a screen shows is provably the fold of
  /// the records up to here.
  ///
  /// `replay --check` checks every such commitment that the log holds.
  ///
  /// - Returns: What was recorded.
  @discardableResult
  public func commitState(by actor: Actor) throws -> StateCommitment {
    try writeLog { log, connection in
      let commitment = StateCommitment(
        position: Position(log.position), fingerprint: Projection.integrationStatus.fingerprint,
        digest: try StatusTable.digest(connection))
      try log.record(.committed(commitment), in: .system, by: actor)
      return commitment
    }
  }
}

extension Ledger {
  /// Records, at most once a minute, that callbacks came whose state belongs to no attempt.
  ///
  /// Anyone can call the callback, so only the number of calls is kept. The append itself looks
  /// whether the last minute has such a record, so that all processes together write one.
  ///
  /// - Returns: False if nothing was recorded; then the caller keeps counting.
  @discardableResult
  public func recordUnknownCallbacks(count: Int, by actor: Actor) throws -> Bool {
    try writeLog { log, connection in
      let start = effects.now().adding(seconds: -Limits.unknownCallbackSeconds)
      guard try !Self.hasUnknownCallbacks(after: start, through: effects.now(), connection) else {
        return false
      }
      _ = try log.record(.unknownCallbacks(count: count), in: .system, by: actor)
      return true
    }
  }

  /// Reads back from the newest record to the first that was written before the start.
  private static func hasUnknownCallbacks(
    after start: Timestamp, through now: Timestamp, _ connection: Connection
  ) throws -> Bool {
    guard let stream = try StreamTable.find(.system, connection) else { return false }
    var isFound = false
    try RecordScan.newestFirst(stream.id, connection) { row in
      let record = try Record(position: Position(row.position), reading: row.bytes).content
      guard record.recordedTime > start else { return false }
      if case .bookkeeping(let kept) = record.what,
        kept.name == Record.Bookkeeping.Name.callbacksUnknown.rawValue
      {
        // A record that lies ahead of the clock was written before the clock was set back.
        isFound = record.recordedTime <= now
      }
      return !isFound
    }
    return isFound
  }
}

extension Ledger {
  /// Records that somebody entered by a link, and who issued it.
  ///
  /// - Throws: `LedgerError.busy` or `.io`; then nothing is recorded.
  public func recordVisitBegan(
    _ visit: VisitID, of visitor: Actor, to company: Company, issuedBy issuer: Actor
  ) throws {
    try record(
      .visitBegan(visit, as: visitor.role, issuedBy: issuer), of: visitor, to: company, by: visitor)
  }

  /// Records that a visit was ended before its time.
  ///
  /// - Throws: `LedgerError.busy` or `.io`; then nothing is recorded.
  public func recordVisitEnded(
    _ visit: VisitID, of visitor: Actor, to company: Company, by actor: Actor
  ) throws {
    try record(.visitEnded(visit), of: visitor, to: company, by: actor)
  }

  // An administrator visits one company; other roles visit all of them, so their visits belong to
  // none. A company of which nothing is recorded gets no stream by a visit alone.
  private func record(
    _ bookkeeping: Record.Bookkeeping, of visitor: Actor, to company: Company, by actor: Actor
  ) throws {
    try writeLog { log, _ in
      let isCompanys = try visitor.role == .administrator && log.hasStream(company)
      try log.record(bookkeeping, in: isCompanys ? company : .system, by: actor)
    }
  }
}

extension LogWriter {
  /// True if something is recorded of the company.
  fileprivate func hasStream(_ company: Company) throws -> Bool {
    try streams[company] != nil || StreamTable.find(company, connection) != nil
  }
}

extension LogWriter {
  /// Appends one of the ledger's own records to a stream.
  ///
  /// - Returns: Where it stands.
  /// - Throws: `LedgerError.unfit` if it would not be a record.
  @discardableResult
  package mutating func record(
    _ bookkeeping: Record.Bookkeeping, in company: Company, by actor: Actor
  ) throws -> Receipt {
    var stream = try open(company)
    let now = effects.now()
    let content = Record.Content(
      stream: company, sequence: SequenceNumber(stream.size), id: effects.id(), actor: actor,
      recordedBy: nil, time: now, recordedTime: now, what: .bookkeeping(bookkeeping))
    let receipt = try insert(try Draft(content), stream: stream.id)
    stream.size += 1
    try store(stream, of: company)
    return receipt
  }
}
