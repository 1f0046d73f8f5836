import Answers
import EventLog
import Integrations
import Transparency

/// What became of recorded actions.
struct RecordReport {
  /// What became of one record.
  private struct Row {
    var receipt: Receipt
    var outcome: Outcome
  }

  private enum Outcome: String {
    case recorded, repeated, added
  }

  var company: Company
  var appended: [Appended]
  /// True if nothing was recorded, but would be.
  var isRehearsal: Bool
  var language: Language

  private var rows: [Row] {
    appended.flatMap { appended in
      let added = appended.added.map { Row(receipt: $0, outcome: .added) }
      let own = appended.receipt.map {
        Row(receipt: $0, outcome: appended.isRepeat ? .repeated : .recorded)
      }
      return (own.map { [$0] } ?? []) + added
    }.sorted { $0.receipt.sequence < $1.receipt.sequence }
  }

  func write(as format: Format, to output: Output) {
    let writer = ListingWriter(
      listing, format: format, language: language, output: output)
    guard format == .table else {
      rows.forEach(writer.write)
      return writer.end()
    }
    let localized = Localizer(language)
    if rows.isEmpty {
      output.sentence(
        isRehearsal
          ? localized(
            "Nothing would change, so nothing would be recorded.",
            "Inget skulle ändras, så inget skulle registreras.")
          : localized(
            "Nothing changed, so nothing was recorded.", "Inget ändrades, så inget registrerades."))
    }
    for row in rows { output.line(sentence(row, localized)) }
  }

  private func sentence(_ row: Row, _ localized: Localizer) -> String {
    let place = "\(company)/\(row.receipt.sequence.number)"
    guard !isRehearsal else {
      return switch row.outcome {
      case .repeated:
        localized("Is recorded already as \(place)", "Är redan registrerat som \(place)")
      case .added: localized("The rules would add \(place)", "Reglerna skulle lägga till \(place)")
      case .recorded:
        localized("Would be recorded as \(place)", "Skulle registreras som \(place)")
      }
    }
    let said =
      switch row.outcome {
      case .repeated: localized("Recorded before as", "Redan registrerat som")
      case .added: localized("The rules added", "Reglerna lade till")
      case .recorded: localized("Recorded as", "Registrerat som")
      }
    return "\(said) \(row.receipt.position), \(place), \(row.receipt.hash)"
  }

  /// A rehearsal tells sequences alone: position, id and hash are made when something is recorded.
  private var listing: Listing<Row> {
    let (company, isRehearsal) = (company, isRehearsal)
    return Listing<Row>(
      columns: [
        Listing<Row>.Column("outcome", heading: Text("OUTCOME", "UTFALL")) { $0.outcome.rawValue },
        Listing<Row>.Column("company", heading: Text("COMPANY", "FÖRETAG")) { _ in company.id },
        Listing<Row>.Column("position", heading: Text("POSITION", "POSITION")) {
          isRehearsal ? "" : String($0.receipt.position.number)
        },
        Listing<Row>.Column("sequence", heading: Text("SEQ", "NR")) {
          String($0.receipt.sequence.number)
        },
        Listing<Row>.Column("id", heading: Text("ID", "ID")) {
          isRehearsal ? "" : $0.receipt.id.description
        },
        Listing<Row>.Column("hash", heading: Text("HASH", "HASH")) {
          isRehearsal ? "" : $0.receipt.hash.description
        },
      ],
      json: { row in
        JSON.object([
          ("outcome", .string(row.outcome.rawValue)), ("company", .string(company.id)),
          ("position", isRehearsal ? nil : .number(row.receipt.position.number)),
          ("sequence", .number(row.receipt.sequence.number)),
          ("id", isRehearsal ? nil : .string(row.receipt.id.description)),
          ("hash", isRehearsal ? nil : .string(row.receipt.hash.description)),
          ("dryRun", isRehearsal ? .bool(true) : nil),
        ]).compact
      }, empty: Text("Nothing changed.", "Inget ändrades."))
  }
}
