import Answers
import CommandKit
import EventLog
import Integrations

extension Listing<LogEntry> {
  /// - Parameter isPart: True if only some of the lines were asked for.
  static func log(isPart: Bool) -> Self {
    Self(
      columns: [
        Column("position", heading: Text("POSITION", "POSITION")) { entry in
          entry.recorded.map { String($0.position.number) } ?? ""
        },
        Column("time", heading: Text("TIME", "TID")) { $0.time.description },
        Column("severity", heading: Text("SEVERITY", "NIVÅ")) { $0.line.severity.rawValue },
        Column("code", heading: Text("CODE", "KOD")) { $0.line.code.rawValue },
        Column("text", heading: Text("TEXT", "TEXT")) { $0.line.text($0.language) },
        Column("words", heading: Text("WORDS", "ORD")) { entry in
          entry.line.quotations.map { $0.shown(entry.provider, entry.language) }
            .joined(separator: "; ")
        },
        Column("remedy", heading: Text("REMEDY", "ÅTGÄRD")) { $0.remedy ?? "" },
        Column("computed", heading: Text("COMPUTED", "BERÄKNAD")) {
          $0.recorded == nil ? "true" : ""
        },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) { $0.provider.rawValue },
        Column("actor", heading: Text("ACTOR", "AKTÖR")) { $0.recorded?.actor.description ?? "" },
      ], json: { $0.json.compact },
      empty: isPart
        ? Text(
          "No line of the company log is of that time and severity.",
          "Ingen rad i företagets logg är från den tiden och på den nivån.")
        : Text("The company log is empty.", "Företagets logg är tom."))
  }
}
