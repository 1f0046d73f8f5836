import Integrations

/// A line of the company log with the record it is made from.
struct LogEntry {
  var recorded: Recorded
  var line: CompanyLogLine
  var language: Language

  init(_ recorded: Recorded, _ language: Language) {
    self.recorded = recorded
    line = CompanyLogLine(recorded.action, recorded.provider)
    self.language = language
  }
}

extension Listing<LogEntry> {
  static var log: Self {
    Self(
      columns: [
        Column("position", "POSITION", "POSITION") { String($0.recorded.position.number) },
        Column("time", "TIME", "TID") { $0.recorded.time.description },
        Column("severity", "SEVERITY", "NIVÅ") { $0.line.severity.rawValue },
        Column("code", "CODE", "KOD") { $0.line.code.rawValue },
        Column("text", "TEXT", "TEXT") { $0.line.text($0.language) },
        Column("words", "WORDS", "ORD") { entry in
          entry.line.quotations.map { $0.shown(entry.recorded.provider, entry.language) }
            .joined(separator: "; ")
        },
        Column("remedy", "REMEDY", "ÅTGÄRD") { $0.line.remedy?($0.language) ?? "" },
      ], json: { $0.json.compact },
      empty: Text("The company log is empty.", "Företagets logg är tom."))
  }
}

extension LogEntry {
  fileprivate var json: JSON {
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
