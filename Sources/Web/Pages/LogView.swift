import Answers
import Integrations
import Ledger

/// The company log as pages show it, newest first.
enum LogView {
  /// How many lines a page shows.
  static let limit = 30

  /// The log among a page's values.
  static func add(
    to page: inout [String: Any], _ latest: [Recorded], _ language: Language
  ) {
    page["log"] = latest.map { values($0, language) }
    page["isLogEmpty"] = latest.isEmpty
  }

  private static func values(_ recorded: Recorded, _ language: Language) -> [String: Any] {
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
