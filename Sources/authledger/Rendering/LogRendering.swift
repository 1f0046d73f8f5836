import Answers
import Integrations

extension Listing<LogEntry> {
  static var log: Self {
    Self(
      columns: [
        Column("position", "POSITION", "POSITION") { entry in
          entry.recorded.map { String($0.position.number) } ?? ""
        },
        Column("time", "TIME", "TID") { $0.time.description },
        Column("severity", "SEVERITY", "NIVÅ") { $0.line.severity.rawValue },
        Column("code", "CODE", "KOD") { $0.line.code.rawValue },
        Column("text", "TEXT", "TEXT") { $0.line.text($0.language) },
        Column("words", "WORDS", "ORD") { entry in
          entry.line.quotations.map { $0.shown(entry.provider, entry.language) }
            .joined(separator: "; ")
        },
        Column("remedy", "REMEDY", "ÅTGÄRD") { $0.remedy ?? "" },
        Column("computed", "COMPUTED", "BERÄKNAD") { $0.recorded == nil ? "true" : "" },
      ], json: { $0.json.compact },
      empty: Text("The company log is empty.", "Företagets logg är tom."))
  }
}
