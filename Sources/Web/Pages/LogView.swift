import EventLog
import Evidence
import Integrations

/// Shows the company log on a page, newest first.
enum LogView {
  /// The number of lines on a page.
  static let limit = 30

  /// Adds the log to a page's values.
  static func add(
    to page: inout [String: Any], _ latest: [LogLine], _ language: Language
  ) {
    page["log"] = latest.map { values($0, language) }
    page["isLogEmpty"] = latest.isEmpty
  }

  private static func values(_ entry: LogLine, _ language: Language) -> [String: Any] {
    let line = entry.line
    var values: [String: Any] = [
      "time": entry.time.shown, "machineTime": entry.time.description,
      "severity": line.severity.rawValue,
      "mark": line.severity.title(language), "text": line.text(language),
      "quotations": QuotationView.values(line.quotations, entry.provider, language),
      "ways": StepView.ways(
        line.ways, heading: Text("", ""), Names(entry.provider, entry.product), in: language),
      "isComputed": entry.recorded == nil,
    ]
    if let recorded = entry.recorded {
      values["position"] = recorded.position.number
      values["actor"] = recorded.actor.description
    }
    return values
  }
}

extension CompanyLogSeverity {
  fileprivate var title: Text {
    switch self {
    case .info: Text("info", "info")
    case .warning: Text("warning", "varning")
    case .error: Text("error", "fel")
    }
  }
}
