public import Integrations

extension Ledger {
  /// The companies whose id begins with a text, at most `limit`, in the order of their ids.
  public func companies(beginningWith prefix: String, limit: Int) throws -> [Company] {
    try read { try StreamTable.companies(beginningWith: prefix, limit: limit, $0) }
  }

  /// True if anything is recorded of a company.
  public func hasRecords(of company: Company) throws -> Bool {
    try read { try StreamTable.find(company, $0) != nil }
  }

  /// The positions of a company's records, in order.
  public func positions(of company: Company) throws -> [Position] {
    try read { connection in
      guard let stream = try StreamTable.find(company, connection) else { return [] }
      var positions: [Position] = []
      try RecordScan.stream(stream.id, connection) { row in
        positions.append(Position(row.position))
        return true
      }
      return positions
    }
  }
}
