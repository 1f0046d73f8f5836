public import Integrations

extension Ledger {
  /// Records what the stored status is now, so that what a screen shows is provably the fold of
  /// the records up to here.
  ///
  /// `replay --check` proves every such commitment that it passes.
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
  /// Records that callbacks came with a state that nobody started with, at most once a minute.
  ///
  /// Anyone can call the callback, so nothing of the requests is kept but how many there were.
  /// Whether the last minute has such a record is decided in the append, so that any number of
  /// processes together write one.
  ///
  /// - Returns: false where nothing was recorded, and the callbacks are to be counted on.
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

  /// Looks at the newest records only: as far back as one was written before the start.
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
        // One from a time that has not come yet is a clock's that was set back.
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
  /// Records one of the ledger's own records.
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
