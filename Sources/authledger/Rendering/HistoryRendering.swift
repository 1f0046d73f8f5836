import Answers
import CommandKit
import EventLog
import Evidence
import Integrations

extension Listing<Record> {
  /// - Parameters:
  ///   - epoch: The epoch of the rows' cursors.
  ///   - clock: What ages are counted from.
  static func history(
    _ language: Language, _ product: HostProduct, _ style: TimeStyle, isOfOneCompany: Bool,
    epoch: Int64, format: Format,
    clock: @escaping () -> Timestamp
  ) -> Self {
    var columns = [
      Column(
        "position", heading: Text("POSITION", "POSITION"), shown: { $0.position.description }
      ) {
        String($0.position.number)
      },
      Column(
        "time", heading: style.heading(Text("TIME", "TID")),
        shown: { style.inTable($0.content.time) }
      ) {
        $0.content.time.description
      },
    ]
    if style.hasAges, format == .table {
      columns.append(
        Column("age", heading: Text("AGE", "ÅLDER"), style: { _ in .faint }, rank: 4) {
          TimeStyle.age(of: $0.content.time, asOf: clock())(language)
        })
    }
    columns += [
      Column("company", heading: Text("COMPANY", "FÖRETAG"), rank: isOfOneCompany ? 7 : 0) {
        $0.content.stream.id
      },
      Column("provider", heading: Text("PROVIDER", "LEVERANTÖR"), rank: 5) {
        $0.recorded?.provider.rawValue ?? ""
      },
      Column("sequence", heading: Text("SEQ", "NR"), rank: 8) {
        String($0.content.sequence.number)
      },
      Column("type", heading: Text("ACTION", "HÄNDELSE"), rank: 2) { $0.typeName },
      Column("actor", heading: Text("ACTOR", "AKTÖR"), rank: 3) { $0.content.actor.description },
      Column("attempt", heading: Text("ATTEMPT", "FÖRSÖK"), shown: { $0.shortAttempt }, rank: 6) {
        $0.recorded?.action.attempt?.description ?? ""
      },
      Column("text", heading: Text("WHAT", "VAD"), wraps: true) { $0.text(product)(language) },
    ]
    if format != .table {
      columns.append(
        Column("cursor", heading: Text("CURSOR", "LÄGE")) {
          FeedCursor(epoch: epoch, position: $0.position).description
        })
    }
    return Self(
      columns: columns, json: { String(decoding: $0.bytes, as: UTF8.self) },
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

  /// What the record says, in a sentence.
  fileprivate func text(_ product: HostProduct) -> Text {
    switch content.what {
    case .action(let action, let provider): CompanyLogLine(action, Names(provider, product)).text
    case .bookkeeping(let bookkeeping): bookkeeping.text
    }
  }

  /// The end of the id: the beginning of a version 7 UUID is the time, which is shown already.
  fileprivate var shortAttempt: String {
    recorded?.action.attempt.map { "…" + $0.description.suffix(6) } ?? "–"
  }
}
