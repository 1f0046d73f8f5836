import GRDB
import Integrations

/// The rows of `company_log`.
enum CompanyLogTable {
  /// Writes the line of an action.
  static func insert(_ action: Action, at position: Int64, _ connection: Connection) throws {
    try insert([StoredLine(at: position, of: action)], connection)
  }

  /// Writes lines.
  static func insert(
    _ lines: [StoredLine], _ connection: Connection, table: String = "company_log"
  ) throws {
    let insertion = try LineInsertion(connection, table: table)
    for line in lines { try insertion.insert(line, connection) }
  }

  /// The position of the first line after another; nil if there is none.
  static func first(after position: Int64, _ connection: Connection) throws -> Int64? {
    let sql = "SELECT position FROM company_log WHERE position > ? ORDER BY position LIMIT 1"
    return try connection.withRaw(sql) { raw in
      raw.bind(position, at: 1)
      return try raw.step() ? raw.integer(0) : nil
    }
  }

  /// A cursor over the stored lines, read in step with another scan.
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

  /// Runs `body` with the lines after a position up to another; without lines if there is no range.
  static func withLines(
    _ range: ClosedRange<Int64>?, _ connection: Connection, _ body: (inout Lines) throws -> Void
  ) throws {
    guard let range else {
      var none = try Lines(nil)
      return try body(&none)
    }
    let sql = """
      SELECT position, severity, code FROM company_log
      WHERE position > ? AND position <= ? ORDER BY position
      """
    try connection.withRaw(sql) { raw in
      raw.bind(range.lowerBound, at: 1)
      raw.bind(range.upperBound, at: 2)
      var lines = try Lines(raw)
      try body(&lines)
    }
  }
}

/// The statement that inserts a line, prepared once a transaction.
struct LineInsertion {
  private let statement: Statement

  init(_ connection: Connection, table: String = "company_log") throws {
    statement = try connection.database.cachedStatement(
      sql: "INSERT INTO \(table) (position, severity, code) VALUES (?, ?, ?)")
  }

  func insert(_ line: StoredLine, _ connection: Connection) throws {
    try connection.withRaw(statement) { raw in
      raw.bind(line.position, at: 1)
      raw.bind(text: line.severity, at: 2)
      raw.bind(text: line.code, at: 3)
      try raw.run()
    }
  }
}

extension StoredLine {
  /// The line that an action makes.
  init(at position: Int64, of action: Action) {
    let (severity, code) = CompanyLogLine.line(for: action)
    self.init(
      position: position, severity: CompanyLogSeverity.table.bytes(of: severity),
      code: CompanyLogCode.table.bytes(of: code))
  }

  /// True if this stored line equals the one derived from `action`.
  func isLine(of action: Action?) -> Bool {
    guard let action else { return false }
    let line = StoredLine(at: position, of: action)
    return FixedBytes.matches(severity, line.severity) && FixedBytes.matches(code, line.code)
  }
}
