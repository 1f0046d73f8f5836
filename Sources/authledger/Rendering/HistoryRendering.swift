import EventLog
import Evidence
import Integrations

extension Listing<Record> {
  static func history(_ language: Language, _ product: HostProduct) -> Self {
    Self(
      columns: [
        Column(
          "position", heading: Text("POSITION", "POSITION"), shown: { $0.position.description }
        ) {
          String($0.position.number)
        },
        Column("time", heading: Text("TIME (UTC)", "TID (UTC)"), shown: { $0.content.time.second })
        {
          $0.content.time.description
        },
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.content.stream.id },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) {
          $0.recorded?.provider.rawValue ?? ""
        },
        Column("sequence", heading: Text("SEQ", "NR")) { String($0.content.sequence.number) },
        Column("type", heading: Text("ACTION", "HÄNDELSE")) { $0.typeName },
        Column("actor", heading: Text("ACTOR", "AKTÖR")) { $0.content.actor.description },
        Column("attempt", heading: Text("ATTEMPT", "FÖRSÖK"), shown: { $0.shortAttempt }) {
          $0.recorded?.action.attempt?.description ?? ""
        },
        Column("text", heading: Text("WHAT", "VAD")) { record in
          guard let recorded = record.recorded else { return "" }
          return CompanyLogLine(recorded.action, Names(recorded.provider, product)).text(language)
        },
      ], json: { String(decoding: $0.bytes, as: UTF8.self) },
      empty: Text("No record was found.", "Ingen post hittades."))
  }
}

extension Record {
  fileprivate var typeName: String {
    switch content.what {
    case .action(let action, _): action.name.rawValue
    case .bookkeeping(let bookkeeping): "ledger.\(bookkeeping.name)"
    }
  }

  /// The end of the id: the beginning of a version 7 UUID is the time, which is shown already.
  fileprivate var shortAttempt: String {
    recorded?.action.attempt.map { "…" + $0.description.suffix(6) } ?? "–"
  }
}
