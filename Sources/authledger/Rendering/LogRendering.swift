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

  private static let width = 92

  /// As people read it: the sentence, the provider's words, and what to do.
  func write(to output: Output) {
    let severity = line.severity.title(language).padding(to: 8)
    output.line(
      "\(recorded.time.second)  \(line.severity.style.map { $0(severity) } ?? severity) "
        + line.text(language))
    let indent = String(repeating: " ", count: 30)
    for quotation in line.quotations {
      output.line(indent + Style.faint(quotation.shown(recorded.provider, language)))
    }
    guard let remedy = line.remedy else { return }
    for text in "→ \(remedy(language))".wrapped(to: Self.width - 30) { output.line(indent + text) }
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
