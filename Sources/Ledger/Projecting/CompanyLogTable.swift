import GRDB
import Integrations

/// The rows of `company_log`.
enum CompanyLogTable {
  static func insert(
    _ action: Action, at position: Int64, _ database: Database, table: String = "company_log"
  ) throws {
    let line = CompanyLogLine.line(for: action)
    try database.withRaw("INSERT INTO \(table) (position, severity, code) VALUES (?, ?, ?)") {
      $0.bind(position, at: 1)
      $0.bind(text: line.severity.rawValue, at: 2)
      $0.bind(text: line.code.rawValue, at: 3)
      try $0.run()
    }
  }

  /// The stored lines, one after another beside another scan.
  struct Lines {
    private let raw: RawStatement
    /// The line that comes next, valid until then; nil at the end.
    private(set) var line: StoredLine?

    fileprivate init(_ raw: RawStatement) throws {
      self.raw = raw
      try next()
    }

    mutating func next() throws {
      line =
        try raw.step()
        ? StoredLine(position: raw.integer(0), severity: raw.bytes(1), code: raw.bytes(2)) : nil
    }
  }

  static func withLines(_ database: Database, _ body: (inout Lines) throws -> Void) throws {
    let sql = "SELECT position, severity, code FROM company_log ORDER BY position"
    try database.withRaw(sql) { raw in
      var lines = try Lines(raw)
      try body(&lines)
    }
  }
}
