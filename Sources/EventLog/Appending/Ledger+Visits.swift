public import Integrations

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
      try log.keep(bookkeeping, in: isCompanys ? company : .system, by: actor)
    }
  }
}

extension LogWriter {
  /// True if something is recorded of the company.
  fileprivate func hasStream(_ company: Company) throws -> Bool {
    try streams[company] != nil || StreamTable.find(company, connection) != nil
  }
}
