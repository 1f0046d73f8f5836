package import EventLog
import Evidence
package import Integrations

/// A line of the company log in a language.
package struct LogEntry {
  package var recorded: Recorded?
  package var time: Timestamp
  package var provider: Provider
  package var line: CompanyLogLine
  package var language: Language

  package init(_ line: LogLine, _ language: Language) {
    recorded = line.recorded
    time = line.time
    provider = line.provider
    self.line = line.line
    self.language = language
  }

  /// What to do as running text; nil where there is nothing.
  package var remedy: String? { line.ways.remedy?(language) }
}

extension LogEntry {
  package var json: JSON {
    .object([
      ("position", recorded.map { .number($0.position.number) }),
      ("sequence", recorded.map { .number($0.sequence.number) }),
      ("computed", recorded == nil ? .bool(true) : nil),
      ("time", .string(time.description)),
      ("severity", .string(line.severity.rawValue)), ("code", .string(line.code.rawValue)),
      ("text", .string(line.text(language))),
      ("quotations", .array(line.quotations.map(\.json))),
      ("remedy", .text(remedy)),
      ("ways", line.ways.isEmpty ? nil : .ways(line.ways, language)),
    ])
  }
}
