import GRDB
import Integrations

/// The rows of `company_log`.
enum CompanyLogTable {
  /// Writes the line of an action.
  static func insert(_ action: Action, at position: Int64, _ database: Database) throws {
    try insert([StoredLine(at: position, of: action)], database)
  }

  /// Writes lines.
  static func insert(
    _ lines: [StoredLine], _ database: Database, table: String = "company_log"
  ) throws {
    try database.withRaw(insertion(into: table)) { raw in
      for line in lines { try line.insert(raw) }
    }
  }

  /// Inserts a line with its three arguments into the live table.
  static let insertion = insertion(into: "company_log")

  private static func insertion(into table: String) -> String {
    "INSERT INTO \(table) (position, severity, code) VALUES (?, ?, ?)"
  }

  /// The position of the first line after another; nil where there is none.
  static func first(after position: Int64, _ database: Database) throws -> Int64? {
    let sql = "SELECT position FROM company_log WHERE position > ? ORDER BY position LIMIT 1"
    return try database.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      return try raw.step() ? raw.integer(0) : nil
    }
  }

  /// The stored lines, one after another beside another scan.
  struct Lines {
    private let raw: RawStatement?
    /// The line that comes next, valid until then; nil at the end.
    private(set) var line: StoredLine?

    fileprivate init(_ raw: RawStatement?) throws {
      self.raw = raw
      try next()
    }

    mutating func next() throws {
      line = try raw.flatMap { raw in
        try raw.step()
          ? StoredLine(position: raw.integer(0), severity: raw.bytes(1), code: raw.bytes(2)) : nil
      }
    }
  }

  /// Runs a body with the lines after a position up to another; with none where there is no range.
  static func withLines(
    _ range: ClosedRange<Int64>?, _ database: Database, _ body: (inout Lines) throws -> Void
  ) throws {
    guard let range else {
      var none = try Lines(nil)
      return try body(&none)
    }
    let sql = """
      SELECT position, severity, code FROM company_log
      WHERE position > ? AND position <= ? ORDER BY position
      """
    try database.withRaw(sql) { raw in
      raw.bind(range.lowerBound, at: 1)
      raw.bind(range.upperBound, at: 2)
      var lines = try Lines(raw)
      try body(&lines)
    }
  }
}

extension StoredLine {
  /// The line that an action makes.
  init(at position: Int64, of action: Action) {
    let (severity, code) = CompanyLogLine.line(for: action)
    self.init(
      position: position, severity: CompanyLogSeverity.table.spelling(of: severity),
      code: CompanyLogCode.table.spelling(of: code))
  }

  /// Runs a statement that inserts it.
  func insert(_ raw: RawStatement) throws {
    raw.bind(position, at: 1)
    raw.bind(text: severity, at: 2)
    raw.bind(text: code, at: 3)
    try raw.run()
  }

  /// Whether an action makes this line; nothing else does.
  func isLine(of action: Action?) -> Bool {
    guard let action else { return false }
    let line = StoredLine(at: position, of: action)
    return FixedBytes.matches(severity, line.severity) && FixedBytes.matches(code, line.code)
  }
}
