import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "history", "The records, in the order they were written.",
    discussion: """
      Examples:
        authledger history acme
        authledger history --type failed --since 2026-11-01 --reverse --limit 20
        authledger history --format jsonl > everything.jsonl
        authledger history --follow

      --format jsonl prints the stored bytes of each record and a newline, nothing else: the \
      SHA-256 of a zero byte and a line without its newline is the record hash, and `authledger \
      import` takes the lines back.
      """)

  @Argument(help: "The company's id; all companies without it.", transform: Parse.stream)
  var company: Company?

  @Option(
    name: .customLong("type"),
    help: ArgumentHelp("Only this action; may be repeated.", valueName: "action"),
    completion: .list(ActionName.allCases.map(\.rawValue)), transform: Parse.action)
  var actions: [ActionName] = []

  @Option(
    help: ArgumentHelp("Only what this actor did.", valueName: "role:id"), transform: Parse.actor)
  var actor: Actor?

  @Option(
    help: ArgumentHelp("Only what belongs to this attempt.", valueName: "uuid"),
    transform: Parse.attempt)
  var attempt: AttemptID?

  @Option(
    help: ArgumentHelp("Only what happened then or later.", valueName: "time"),
    transform: Parse.time)
  var since: Timestamp?

  @Option(
    help: ArgumentHelp("Only what happened before.", valueName: "time"), transform: Parse.time)
  var until: Timestamp?

  @Flag(help: "Go on with new records as they are written, until interrupted.")
  var follow = false

  @Flag(help: "Newest first.")
  var reverse = false

  @Option(help: ArgumentHelp("At most so many records.", valueName: "count"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Only this provider's records (default: every provider's)."),
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  var provider: Provider?

  @Option(
    help: ArgumentHelp(
      "Only records up to a time (2026-11-03T09:00:00Z) or a record ('#41').",
      valueName: "time|#position"), transform: Parse.moment)
  var at: AsOf?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  /// How long `--follow` waits between two reads.
  private static let pollMicroseconds: UInt32 = 100_000

  func validate() throws {
    if follow, reverse || at != nil || until != nil {
      throw CommandError(
        .usage, "--follow goes forward without an end; leave out --reverse, --until and --at.",
        "--follow går framåt utan slut; utelämna --reverse, --until och --at.")
    }
    if let limit, limit < 1 {
      throw CommandError(
        .usage, "--limit must be 1 or more.",
        "--limit måste vara 1 eller mer.")
    }
    if follow, formatOption.format == .json {
      throw CommandError(
        .usage, "--follow has no end and so cannot be a JSON array; use --format jsonl.",
        "--follow har inget slut och kan inte vara en JSON-lista; använd --format jsonl.")
    }
  }

  func run() throws {
    try ledger.with(.reading) { ledger in
      let output = Output()
      let writer = ListingWriter<Record>(
        .history(self.ledger.language, try ledger.hostProduct()), format: formatOption.format,
        language: self.ledger.language,
        output: output)
      var query = query()
      try requireCompany(in: ledger)
      var left = limit ?? .max
      while true {
        query.limit = left
        let head = try ledger.forEachRecord(query) { position, bytes in
          if formatOption.format == .jsonl {
            output.write(bytes)
            output.write("\n")
          } else {
            writer.write(try Record(position: position, reading: bytes))
          }
          left -= 1
          return true
        }
        guard follow, left > 0 else { break }
        // Advanced also if nothing matched, so that skipped records are not read again.
        query.after = head
        writer.flush()
        usleep(Self.pollMicroseconds)
      }
      writer.end()
    }
  }

  private func requireCompany(in ledger: Ledger) throws {
    // The ledger's own log may be empty.
    guard let company, company != .system, !follow,
      try ledger.integrations(of: company, at: at ?? .now) == nil
    else {
      return
    }
    throw self.ledger.unknown(company, at == nil ? Text("", "") : Text(" by then", " då"))
  }

  private func query() -> RecordQuery {
    var query = RecordQuery()
    query.company = company
    query.provider = provider
    query.actions = Set(actions)
    query.actor = actor
    query.attempt = attempt
    query.since = since
    query.until = until
    query.isReversed = reverse
    query.moment = at ?? .now
    return query
  }
}
