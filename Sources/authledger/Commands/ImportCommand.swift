import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "import", "Take in JSON Lines, all of them or none: actions, or records as exported.",
    discussion: """
      Examples:
        authledger import actions.jsonl --dry-run
        authledger import actions.jsonl
        authledger history --ledger old --format jsonl | authledger import - --create --ledger new

      An action:
        {"company":"acme","provider":"fortnox","action":"configured",
         "time":"2026-11-03T09:00:00.000Z","actor":"administrator:u-17",
         "data":{"transfers":["customers"],"enabled":false},"id":"optional UUID"}
      on one line. A line with "specversion" is a record and is kept byte for byte. Both in UTF-8; a \
      byte order mark, carriage returns and space around a line do not count. A pipe is copied \
      first, and while nobody writes to it the command says that it waits.

      Records that another ledger keeps of itself (ledger.*) go into an empty ledger only, those of \
      visits into any.

      Into a ledger in use at most a million records at a time; --create makes a new ledger and \
      has no limit.
      """)

  @Argument(help: "A file, or - for standard input.", completion: .file(extensions: ["jsonl"]))
  var file: String
  @Flag(help: "Make a new ledger of the lines.")
  var create = false
  @Option(
    help: ArgumentHelp("With --create: the name of its trees.", valueName: "name"),
    transform: Origin.parse)
  var origin: String?
  @OptionGroup var trial: DryRunOption
  @OptionGroup var actor: ActorOption
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func validate() throws {
    if origin != nil, !create {
      throw CommandError(
        .usage, "--origin goes with --create.",
        "--origin hör till --create.")
    }
    if create, trial.dryRun {
      throw CommandError(
        .usage,
        "--dry-run is for a ledger that is there; --create makes a new one, which harms none.",
        "--dry-run gäller en liggare som finns; --create gör en ny, som inte skadar någon.")
    }
  }

  func run() throws {
    let progress = ProgressLine("Importing")
    let caller = actor.actor
    let report: ImportReport
    if create {
      let parent = Self.parent(of: ledger.path)
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      let source = try source(spooledIn: parent)
      defer { source.discard() }
      report = try Ledger.create(
        ledger.path, properties: origin.map { [.origin: $0] } ?? [:], importing: source, by: caller,
        progress: progress.report)
      progress.clear()
      try ledger.recording { _ in }
    } else {
      report = try ledger.recording(isRehearsal: trial.dryRun) { ledger in
        let source = try source(spooledIn: ledger.directory)
        defer { source.discard() }
        defer { progress.clear() }
        return try ledger.importLines(
          from: source, by: caller, isRehearsal: trial.dryRun, progress: progress.report)
      }
    }
    if !quiet.quiet || trial.dryRun { write(report) }
  }

  private func source(spooledIn directory: String) throws -> ImportSource {
    try .opening(file, spooledIn: directory) { name in
      Console.message(
        Localizer(ledger.language)(
          "authledger: Waiting for somebody to write to \(name).",
          "authledger: Väntar på att någon skriver till \(name)."))
    }
  }

  private static func parent(of path: String) -> String {
    URL(filePath: path, directoryHint: .isDirectory).deletingLastPathComponent().path
  }

  private func write(_ report: ImportReport) {
    let output = Output()
    let json = JSON.object([
      ("lines", .number(report.lines)), ("records", .number(report.records)),
      ("added", .number(report.added)), ("unchanged", .number(report.unchanged)),
      ("repeats", .number(report.repeats)),
    ])
    switch formatOption.format {
    case .json: output.line(json.pretty())
    case .jsonl: output.line(json.compact)
    case .csv:
      output.line("lines,records,added,unchanged,repeats")
      output.line(
        "\(report.lines),\(report.records),\(report.added),\(report.unchanged),\(report.repeats)")
    case .table:
      let localized = Localizer(ledger.language)
      output.sentence(
        localized(
          "Read \(report.lines.counted("line")) and \(trial.dryRun ? "would write" : "wrote") "
            + "\(report.records.counted("record")): \(report.added) of them added by the rules; "
            + "\(report.unchanged.counted("line")) changed nothing, and already there: "
            + "\(report.repeats).",
          "Läste \(report.lines.counted("rad", "rader")) och \(trial.dryRun ? "skulle skriva" : "skrev") "
            + "\(report.records.counted("post", "poster")), varav reglerna lade till "
            + "\(report.added); \(report.unchanged.counted("rad", "rader")) ändrade inget, "
            + "\(report.repeats) fanns redan."))
    }
    output.flush()
  }
}
