package import EventLog
import Evidence
package import Integrations

/// A line of the company log, to be written in one language.
package struct LogEntry {
  package var recorded: Recorded?
  package var time: Timestamp
  package var names: Names
  package var line: CompanyLogLine
  package var language: Language

  package init(_ line: LogLine, _ language: Language) {
    recorded = line.recorded
    time = line.time
    names = Names(line.provider, line.product)
    self.line = line.line
    self.language = language
  }

  package var provider: Provider { names.provider }

  /// What to do, as running text; nil if there is nothing.
  package var remedy: String? { line.ways.remedy?(language) }
}

extension LogEntry {
  package var json: JSON {
    .object([
      ("position", recorded.map { .number($0.position.number) }),
      ("sequence", recorded.map { .number($0.sequence.number) }),
      ("computed", recorded == nil ? .bool(true) : nil),
      ("time", .string(time.description)), ("provider", .string(provider.rawValue)),
      ("actor", .text(recorded?.actor.description)),
      ("severity", .string(line.severity.rawValue)), ("code", .string(line.code.rawValue)),
      ("text", .string(line.text(language))),
      ("quotations", .array(line.quotations.map(\.json))),
      ("remedy", .text(remedy)),
      ("ways", line.ways.isEmpty ? nil : .ways(line.ways, language)),
    ])
  }
}

extension CompanyLogLine.Quotation {
  /// The quotation in one line: the provider, the register, its words, code and status.
  package func shown(_ provider: Provider, _ language: Language) -> String {
    let localized = Localizer(language)
    var parts: [String] = []
    if let words { parts.append(localized("“\(words)”", "”\(words)”")) }
    if let code { parts.append(register == nil ? code : localized("code \(code)", "kod \(code)")) }
    if let httpStatus { parts.append("HTTP \(httpStatus)") }
    let said = parts.joined(separator: ", ")
    guard let register else { return "\(provider.title): \(said)" }
    return "\(provider.title), \(register.title(language)): \(said)"
  }

  package var json: JSON {
    .object([
      ("register", .text(register?.rawValue)), ("code", .text(code)), ("words", .text(words)),
      ("httpStatus", httpStatus.map { .number(Int64($0)) }),
    ])
  }
}
