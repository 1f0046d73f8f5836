import Answers
import Integrations

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
