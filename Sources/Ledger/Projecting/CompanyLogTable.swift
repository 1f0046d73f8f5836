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
}
