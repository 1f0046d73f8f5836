package import Integrations

/// A line of the company log with the record it is made from.
package struct LogEntry {
  package var recorded: Recorded
  package var line: CompanyLogLine
  package var language: Language

  package init(_ recorded: Recorded, _ language: Language) {
    self.recorded = recorded
    line = CompanyLogLine(recorded.action, recorded.provider)
    self.language = language
  }
}

extension LogEntry {
  package var json: JSON {
    .object([
      ("position", .number(recorded.position.number)),
      ("sequence", .number(recorded.sequence.number)),
      ("time", .string(recorded.time.description)),
      ("severity", .string(line.severity.rawValue)), ("code", .string(line.code.rawValue)),
      ("text", .string(line.text(language))),
      ("quotations", .array(line.quotations.map(\.json))),
      ("remedy", .text(line.remedy?(language))),
    ])
  }
}
