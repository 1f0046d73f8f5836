import Answers
import Integrations
import Ledger

/// The company log as pages show it, newest first.
enum LogView {
  /// How many lines a page shows.
  static let limit = 30

  static func values(
    _ ledger: Ledger, _ company: Company, _ provider: Provider, _ language: Language
  ) throws -> [[String: Any]] {
    var query = RecordQuery(of: company)
    query.provider = provider
    query.isReversed = true
    query.limit = limit
    return try ledger.records(query).compactMap { record in
      record.recorded.map { values($0, language) }
    }
  }

  /// The log among a page's values.
  static func add(to values: inout [String: Any], _ log: [[String: Any]]) {
    values["log"] = log
    values["isLogEmpty"] = log.isEmpty
  }

  static func values(_ recorded: Recorded, _ language: Language) -> [String: Any] {
    let line = CompanyLogLine(recorded.action, recorded.provider)
    return [
      "time": recorded.time.shown, "machineTime": recorded.time.description,
      "severity": line.severity.rawValue,
      "mark": line.severity.title(language), "text": line.text(language),
      "quotations": line.quotations.map { $0.shown(recorded.provider, language) },
      "remedy": line.remedy?(language) ?? "", "position": recorded.position.number,
      "actor": recorded.actor.description,
    ]
  }
}

extension CompanyLogLine.Severity {
  fileprivate var title: Text {
    switch self {
    case .info: Text("info", "info")
    case .warning: Text("warning", "varning")
    case .error: Text("error", "fel")
    }
  }
}
