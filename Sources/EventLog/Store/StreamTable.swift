import GRDB
package import Integrations

/// The rows of `stream`: one per company, and one for the ledger's own records.
package enum StreamTable {
  /// A company's row.
  package struct Row: Hashable {
    /// The stream's number.
    package var id: Int64
    /// How many records it has.
    package var size: Int64
  }

  // MARK: Reading

  /// A company's row; nil if nothing is recorded of the company.
  package static func find(_ company: Company, _ connection: Connection) throws -> Row? {
    try connection.withRaw("SELECT id, size FROM stream WHERE company = ?") { raw in
      raw.bind(text: company.id, at: 1)
      guard try raw.step() else { return nil }
      return Row(id: raw.integer(0), size: try bounded(raw.integer(1), raw.integer(0)))
    }
  }

  /// How many records a stream has, as its row says.
  package static func size(of stream: Int64, _ connection: Connection) throws -> Int64 {
    try connection.withRaw("SELECT size FROM stream WHERE id = ?") { raw in
      raw.bind(stream, at: 1)
      guard try raw.step() else {
        throw Connection.corrupt("the stream \(stream) has no row")
      }
      return try bounded(raw.integer(0), stream)
    }
  }

  /// The text that names the company of a stream.
  package static func company(of stream: Int64, _ connection: Connection) throws -> String {
    let company = try connection.withRaw("SELECT company FROM stream WHERE id = ?") { raw in
      raw.bind(stream, at: 1)
      return try raw.step() ? raw.text(0) : nil
    }
    guard let company else { throw Connection.corrupt("the stream \(stream) has no company") }
    return company
  }

  /// How many streams there are.
  package static func count(_ connection: Connection) throws -> Int64 {
    try connection.withRaw("SELECT count(*) FROM stream") { try $0.step() ? $0.integer(0) : 0 }
  }

  /// The number that the next new stream gets.
  static func nextID(_ connection: Connection) throws -> Int64 {
    try connection.withRaw("SELECT coalesce(max(id), 0) + 1 FROM stream") { raw in
      try raw.step() ? raw.integer(0) : 1
    }
  }

  /// The first companies whose id begins with a text, in the order of their ids.
  static func companies(
    beginningWith prefix: String, limit: Int, _ connection: Connection
  ) throws -> [Company] {
    let sql =
      "SELECT company FROM stream WHERE company >= ? AND company < ? ORDER BY company LIMIT ?"
    return try connection.withRaw(sql) { raw in
      raw.bind(text: prefix, at: 1)
      // No id holds a byte as high as this one.
      raw.bind(text: prefix + "\u{7f}", at: 2)
      raw.bind(Int64(limit) + 1, at: 3)
      var companies: [Company] = []
      while companies.count < limit, try raw.step() {
        // The stream of the ledger's own records has no company.
        if let company = Company(raw.text(0)) { companies.append(company) }
      }
      return companies
    }
  }

  /// The streams whose company's id holds a text, in the order of the ids.
  static func named(
    containing text: String, _ connection: Connection
  ) throws -> [(stream: Int64, company: Company)] {
    let sql = "SELECT id, company FROM stream WHERE instr(company, ?) > 0 ORDER BY company"
    return try connection.withRaw(sql) { raw in
      // With its length: a zero byte would end it, and nothing is in every id.
      Array(text.utf8).withUnsafeBytes { raw.bind(text: $0, at: 1) }
      var found: [(Int64, Company)] = []
      while try raw.step() {
        // The stream of the ledger's own records has no company.
        if let company = Company(raw.text(1)) { found.append((raw.integer(0), company)) }
      }
      return found
    }
  }

  /// Every row in the order of the companies' ids; `body` returns false to stop.
  static func forEachByName(
    _ connection: Connection, _ body: (_ stream: Int64, _ company: String) throws -> Bool
  ) throws {
    try connection.withRaw("SELECT id, company FROM stream ORDER BY company") { raw in
      while try raw.step(), try body(raw.integer(0), raw.text(1)) {}
    }
  }

  /// Every row in the order of the numbers, whatever it holds.
  package static func forEach(
    _ connection: Connection,
    _ body: (_ stream: Int64, _ company: String, _ size: Int64) throws -> Void
  ) throws {
    try connection.withRaw("SELECT id, company, size FROM stream ORDER BY id") { raw in
      while try raw.step() { try body(raw.integer(0), raw.text(1), raw.integer(2)) }
    }
  }

  // MARK: Writing

  /// Inserts rows of streams, or sets the sizes of those that are there.
  static func write(
    _ rows: some Sequence<(row: Row, company: Company)>, _ connection: Connection
  ) throws {
    let sql = """
      INSERT INTO stream (id, company, size) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET size = excluded.size
      """
    try connection.withRaw(sql) { raw in
      for (row, company) in rows {
        raw.bind(row.id, at: 1)
        raw.bind(text: company.id, at: 2)
        raw.bind(row.size, at: 3)
        try raw.run()
      }
    }
  }

  // MARK: What a row may say

  /// A size that a stream can have.
  static func bounded(_ size: Int64, _ stream: Int64 = 1) throws -> Int64 {
    guard Bounds.isCount(size), stream > 0 else {
      throw Connection.corrupt("the row of stream \(stream) says a size of \(size)")
    }
    return size
  }

  /// The error for a stream whose row does not have the right number of records.
  package static func wrongSize(_ stream: Int64, _ size: Int64, _ found: Int64) -> any Error {
    Connection.corrupt(
      "stream \(stream) has \(size.counted("record")) and found: \(found); run `authledger verify`")
  }
}
