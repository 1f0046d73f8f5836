import Answers
import ArgumentParser
import CommandKit
import Encoding
import EventLog
import Evidence
import Foundation
import Integrations
import Transparency

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "export", "Write a company's whole log, as an evidence package or in one file.",
    discussion: """
      Examples:
        authledger export acme --to acme-evidence
        authledger verify --package acme-evidence --key "$(cat acme.vkey)" --key "$(cat root.vkey)"
        authledger export acme --format csv > acme.csv
        authledger export acme --format jsonl > acme.jsonl

      The package holds the signed checkpoint, every record byte for byte, what the directory \
      knows of the people in it, the signed root that the checkpoint is a leaf of, and a \
      README.txt that tells how to check it, also with nothing of ours.

      Without --to the records go to standard output: jsonl are CloudEvents 1.0, byte for byte as \
      they are hashed. Either way each record's hash is checked as it is read, and their number \
      and root must be those that were published. That works in a backup, too; a package needs the \
      keys, which a backup does not have.
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.stream)
  var company: Company
  @Option(
    name: .customLong("to"),
    help: ArgumentHelp("The directory to make; it must not be there.", valueName: "dir"))
  var directory: String?
  @Option(
    help: "Without --to: csv or jsonl.", completion: .list(["csv", "jsonl"]),
    transform: Parse.format)
  var format: Format?
  @Flag(help: "With --to: add every leaf of the root, which names every company.")
  var withRoot = false
  @Flag(help: "With --to: keep back what the directory knows of people.")
  var withholdPeople = false
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    guard directory != "" else {
      throw CommandError(
        .usage, "--to names no directory.",
        "--to anger ingen katalog.")
    }
    if directory != nil, format != nil {
      throw CommandError(
        .usage, "--format goes to standard output; leave out --to.",
        "--format går till standard ut; utelämna --to.")
    }
    if directory == nil {
      guard format == .csv || format == .jsonl else {
        throw CommandError(
          .usage, "Give --to DIR for a package, or --format csv or jsonl.",
          "Ange --to KATALOG för ett paket, eller --format csv eller jsonl.")
      }
      if withRoot || withholdPeople {
        throw CommandError(
          .usage, "These options go with --to.",
          "Dessa val hör till --to.")
      }
    }
  }

  func run() throws {
    let localized = Localizer(ledger.language)
    guard let directory else { return try stream() }
    let progress = ProgressLine("Exporting")
    var options = ExportOptions()
    options.withRoot = withRoot
    options.withholdPeople = withholdPeople
    let note = try ledger.signing { ledger in
      try ledger.export(
        company, to: directory, options, progress: progress.report, readme: PackageReadme.text)
    }
    progress.clear()
    guard let note else { throw ledger.unknown(company) }
    let size = note.checkpoint.size
    Console.message(
      localized(
        "Wrote \(size.counted("record")) of \(company) to \(directory).",
        "Skrev \(size.counted("post", "poster")) från \(company) till \(directory)."))
    let keys = CommandHint.ofThisRun("authledger checkpoint \(company.id.asShellWord) --keys")
    Console.message(
      localized(
        "Whoever checks it needs the keys by another way; `\(keys)` prints them.",
        "Den som kontrollerar det behöver nycklarna på annan väg; `\(keys)` skriver ut dem."))
    if note.identities.total > 0 { Console.message(note.identities.text(localized)) }
  }

  private func stream() throws {
    let output = Output()
    if format == .csv { output.line(VerifiedRecord.columns.joined(separator: ",")) }
    let size = try ledger.published { ledger in
      try ledger.forEachPublishedRecord(of: company) { record in
        if format == .csv {
          output.line(
            record.cells.map(ListingWriter<VerifiedRecord>.cell).joined(separator: ","))
        } else {
          output.write(record.bytes)
          output.write([0x0a])
        }
      }
    }
    guard let size else { throw ledger.unknown(company) }
    output.flush()
    let localized = Localizer(ledger.language)
    Console.message(
      localized(
        "\(size.counted("record")), each hash and the published root checked.",
        "\(size.counted("post", "poster")); varje hash och den publicerade roten är kontrollerade.")
    )
  }
}

extension VerifiedRecord {
  fileprivate static let columns = [
    "position", "sequence", "recordedtime", "time", "actor", "type", "provider", "id", "hash",
    "data",
  ]

  fileprivate var cells: [String] {
    [
      String(position.number), String(content.sequence.number), content.recordedTime.description,
      content.time.description, content.actor.description, type, provider?.rawValue ?? "",
      content.id.description, hash.description, data,
    ]
  }
}
