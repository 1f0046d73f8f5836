import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "find", "Where a company, a provider's number, an actor, a ticket or an attempt is.",
    discussion: """
      Examples:
        authledger find 482915
        authledger find acm
        authledger find administrator:u-17
        authledger find T-2041
        authledger find 01a1a0a3-1298
        authledger find u-17 --all --format csv

      The text is the whole name or its beginning; of a company's id any part, of an attempt's at \
      least eight digits. Each row says what was found, in which company, the last record that \
      names it, and the command to go on with. People's names are not looked for: records hold \
      none.

      Companies and attempts are found among all records; numbers, tickets and actors among the \
      last \(Ledger.findLimit), unless --all is given.
      """)

  @Argument(help: "What to look for.")
  var text: String

  @Flag(help: "Look through all records, however many there are.")
  var all = false

  @Option(
    help: ArgumentHelp("At most so many rows (default: 50 in a table).", valueName: "count"))
  var limit: Int?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var times: TimeOptions
  @OptionGroup var formatOption: FormatOption

  /// More rows than a person reads.
  private static let tableLimit = 50

  func validate() throws {
    if let limit, limit < 1 {
      throw CommandError(
        .usage, "--limit must be 1 or more.", "--limit måste vara 1 eller mer.")
    }
    if text.isEmpty {
      throw CommandError(
        .usage, "Write what to look for, such as a company's id.",
        "Skriv vad som söks, som ett företags id.")
    }
  }

  func run() throws {
    let format = formatOption.format
    let report = try ledger.with(.reading) {
      try $0.find(text, reading: all ? .max : Ledger.findLimit)
    }
    let limit = limit ?? (format == .table ? Self.tableLimit : .max)
    let output = Output()
    var listing = Listing<Hit>.hits(ledger.language, times.style)
    listing.empty = empty
    let writer = ListingWriter(
      listing, format: format, language: ledger.language, output: output)
    report.hits.prefix(limit).forEach(writer.write)
    if report.hits.isEmpty, format == .table {
      listing.writeEmpty(ledger.language, to: output)
    } else {
      writer.end()
    }
    let localized = Localizer(ledger.language)
    if report.hits.count > limit, format == .table {
      let more = String(report.hits.count - limit)
      output.sentence(
        localized(
          "… and \(more) more; write more of the text, or --limit.",
          "… och \(more) till; skriv mer av texten, eller --limit."))
    }
    if report.searched < report.records {
      Console.message(
        localized(
          "Numbers, tickets and actors were looked for in the last \(report.searched) of "
            + "\(report.records) records; --all looks through all.",
          "Nummer, ärenden och aktörer söktes i de senaste \(report.searched) av \(report.records) "
            + "posterna; --all söker i alla."))
    }
  }

  private var empty: Text {
    let shown = SecretGuard.shown(text)
    let status = CommandHint.ofThisRun("authledger status")
    return Text(
      "Nothing is or begins with “\(shown)”: no company, number at a provider, attempt, ticket or actor. "
        + "Try less of the text, or see the companies:\n  \(status)",
      "Inget heter eller börjar med ”\(shown)”: inget företag, nummer hos en leverantör, försök, ärende "
        + "eller aktör. Pröva mindre av texten, eller se företagen:\n  \(status)")
  }
}

extension Listing<Hit> {
  static func hits(_ language: Language, _ times: TimeStyle) -> Self {
    Self(
      columns: [
        Column("kind", heading: Text("WHAT", "VAD"), shown: { $0.kind.title(language) }) {
          $0.kind.rawValue
        },
        Column("value", heading: Text("NAME", "NAMN")) { $0.shownValue },
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.company.id },
        Column(
          "provider", heading: Text("PROVIDER", "LEVERANTÖR"),
          shown: { $0.provider?.rawValue ?? "–" },
          rank: 4
        ) {
          $0.provider?.rawValue ?? ""
        },
        Column(
          "position", heading: Text("POSITION", "POSITION"), shown: { $0.position.description },
          rank: 1
        ) { String($0.position.number) },
        Column(
          "time", heading: times.heading(Text("TIME", "TID")), shown: { times.inTable($0.time) },
          rank: 2
        ) {
          $0.time.description
        },
        Column("records", heading: Text("RECORDS", "POSTER"), rank: 3) { String($0.records) },
        Column(
          "next", heading: Text("GO ON WITH", "FORTSÄTT MED"),
          shown: { CommandHint.ofThisRun($0.next) }
        ) { $0.next },
      ],
      json: { $0.json.compact }, empty: Text("Nothing was found.", "Inget hittades."))
  }
}

extension Hit.Kind {
  fileprivate var title: Text {
    switch self {
    case .company: Text("company", "företag")
    case .providerCompany: Text("provider's number", "leverantörens nummer")
    case .attempt: Text("attempt", "försök")
    case .ticket: Text("ticket", "ärende")
    case .actor: Text("actor", "aktör")
    }
  }
}
