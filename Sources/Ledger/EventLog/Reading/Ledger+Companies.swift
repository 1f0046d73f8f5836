import GRDB
public import Integrations

extension Ledger {
  /// The companies whose id begins with a text, in order of their ids.
  public func companies(beginningWith prefix: String, limit: Int) throws -> [Company] {
    try read { database in
      try database.withRaw(
        "SELECT company FROM stream WHERE company >= ? AND company < ? ORDER BY company LIMIT ?"
      ) { raw in
        raw.bind(text: prefix, at: 1)
        // No id holds a byte as high as this one.
        raw.bind(text: prefix + "\u{7f}", at: 2)
        raw.bind(Int64(limit) + 1, at: 3)
        var companies: [Company] = []
        while companies.count < limit, try raw.step() {
          // The stream of the ledger's own records is no company's.
          if let company = Company(raw.text(0)) { companies.append(company) }
        }
        return companies
      }
    }
  }

  /// Whether anything is recorded of a company.
  public func integrationExists(_ company: Company) throws -> Bool {
    try read { try Self.stream(of: company, $0) != nil }
  }

  /// The positions of a company's records, in order.
  public func positions(of company: Company) throws -> [Position] {
    try read { database in
      guard let stream = try Self.stream(of: company, database) else { return [] }
      var positions: [Position] = []
      try RecordScan.stream(stream.id, database) { row in
        positions.append(Position(row.position))
        return true
      }
      return positions
    }
  }
}
