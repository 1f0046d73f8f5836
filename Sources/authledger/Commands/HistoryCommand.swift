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
        authledger history --type failed --since yesterday --reverse --limit 20
        authledger history --type person.erased --type restored
        authledger history --format jsonl > everything.jsonl
        authledger history --follow --tail 20
        authledger history --after 1-41 --format jsonl

      --format jsonl prints the stored bytes of each record and a newline, nothing else: the \
      SHA-256 of a zero byte and a line without its newline is the record hash, and `authledger \
      import` takes the lines back.

      A cursor is EPOCH-POSITION, and csv has one in each row: whoever has read up to it goes on \
      with --after. The epoch is 1 until a restore begins the next one; a cursor of another epoch is \
      refused, and the error says from where on records are others now.
      """)

  @Argument(
    help: "The company's id; all companies without it.", completion: .companies,
    transform: Parse.stream)
  var company: Company?

  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "Only this action, or this bookkeeping (person.erased); may be repeated.", valueName: "type"),
    completion: .list(RecordType.all), transform: Parse.recordType)
  var types: [RecordType] = []

  @Option(
    help: ArgumentHelp("Only what this actor did.", valueName: "role:id"), transform: Parse.actor)
  var actor: Actor?

  @Option(
    help: ArgumentHelp("Only what belongs to this attempt.", valueName: "uuid"),
    transform: Parse.attempt)
  var attempt: AttemptID?

  @Option(
    help: ArgumentHelp("Only what comes after this place in the log.", valueName: "cursor"),
    transform: Parse.cursor)
  var after: FeedCursor?

  @OptionGroup var part: PartOptions

  @Option(
    help: ArgumentHelp("Only this provider's records (default: every provider's)."),
    completion: .list(Provider.allCases.map(\.rawValue)), transform: Parse.provider)
  var provider: Provider?

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp(
      "Only records up to a time (2026-11-03T09:00:00Z) or a record ('#41').",
      valueName: "time|#position"), transform: Parse.moment)
  private var givenAsOf: GivenAsOf?

  @OptionGroup var times: TimeOptions
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  /// From how many columns of the screen on ages have a column.
  private static let columnsForAges = 120

  private var at: AsOf? { givenAsOf.map(times.moment) }

  func validate() throws {
    try part.validate(endsBefore: at != nil, as: formatOption.format)
  }

  func run() throws {
    guard part.follow else {
      return try ledger.with(.reading) { ledger in
        let reading = try begin(ledger)
        _ = try reading.next(ledger)
        reading.writer.end()
      }
    }
    var reading: HistoryReading?
    try Following(options: ledger, command: "history --follow").run { ledger in
      let begun = try reading ?? begin(ledger)
      reading = begun
      return try begun.next(ledger)
    }
    reading?.writer.end()
  }

  private func begin(_ ledger: Ledger) throws -> HistoryReading {
    try requireCompany(in: ledger)
    if let after { try require(after, in: ledger) }
    return HistoryReading(
      query: query(), limit: part.limit,
      tail: part.tail(beginsLater: after != nil), writer: try writer(ledger))
  }

  private func writer(_ ledger: Ledger) throws -> RecordPrinter {
    let output = Output(pages: !part.follow)
    var style = times.style
    // An age only repeats a time, so it is not missed where there is little room.
    if let columns = output.screen.columns, columns < Self.columnsForAges { style.hasAges = false }
    let listing = Listing<Record>.history(
      self.ledger.language, try ledger.hostProduct(), style, isOfOneCompany: company != nil,
      epoch: try ledger.lastCursor().epoch, format: formatOption.format,
      clock: times.clock(at: at ?? .now))
    return RecordPrinter(
      format: formatOption.format,
      listing: ListingWriter(
        listing, format: formatOption.format, language: self.ledger.language, output: output),
      output: output)
  }

  private func requireCompany(in ledger: Ledger) throws {
    // The ledger's own log may be empty.
    guard let company, company != .system, !part.follow,
      try ledger.integrations(of: company, at: at ?? .now) == nil
    else { return }
    throw self.ledger.unknown(company, at == nil ? Text("", "") : Text(" by then", " då"))
  }

  private func require(_ cursor: FeedCursor, in ledger: Ledger) throws {
    switch try ledger.standing(of: cursor) {
    case .holds: break
    case .ahead(let last):
      throw CommandError(
        .data,
        "The log in \(self.ledger.path) ends at \(last), before the cursor \(cursor); go on with "
          + "`authledger history --after \(last)`, and see `authledger doctor` if it was longer.",
        "Loggen i \(self.ledger.path) slutar vid \(last), före läget \(cursor); fortsätt med "
          + "`authledger history --after \(last)`, och se `authledger doctor` om den har varit längre."
      )
    case .restored(let common):
      throw CommandError(
        .data,
        "The cursor \(cursor) is from before the ledger in \(self.ledger.path) was restored: what was "
          + "read is still there up to \(common.position), so go on with `authledger history --after "
          + "\(common)`.",
        "Läget \(cursor) är från tiden innan liggaren i \(self.ledger.path) återställdes: det som lästes "
          + "finns kvar till och med \(common.position), så fortsätt med `authledger history --after "
          + "\(common)`.")
    case .foreign(let last):
      throw CommandError(
        .data,
        "The cursor \(cursor) is not of the ledger in \(self.ledger.path), which is in epoch "
          + "\(last.epoch): see `authledger doctor`, or begin anew with `authledger history --after "
          + "\(last.epoch)-0`.",
        "Läget \(cursor) hör inte till liggaren i \(self.ledger.path), som är i epok \(last.epoch): se "
          + "`authledger doctor`, eller börja om med `authledger history --after \(last.epoch)-0`.")
    }
  }

  private func query() -> RecordQuery {
    var query = RecordQuery()
    query.company = company
    query.provider = provider
    for type in types {
      switch type {
      case .action(let name): query.actions.insert(name)
      case .bookkeeping(let name): query.bookkeeping.insert(name)
      }
    }
    query.actor = actor
    query.attempt = attempt
    query.since = part.since.map(times.moment)
    query.until = part.until.map(times.moment)
    query.after = after?.position ?? Position(0)
    query.isReversed = part.reverse
    query.moment = at ?? .now
    return query
  }
}

/// Prints records: their bytes alone where a program reads lines, else as a list.
struct RecordPrinter {
  var format: Format
  var listing: ListingWriter<Record>
  var output: Output

  func write(_ position: Position, _ bytes: UnsafeRawBufferPointer) throws {
    guard format == .jsonl else {
      return listing.write(try Record(position: position, reading: bytes))
    }
    output.write(bytes)
    output.write("\n")
  }

  /// Prints what was written so far; more may follow.
  func flush() { listing.flush() }

  func end() { listing.end() }
}

/// Where a reading of the records stands.
private final class HistoryReading {
  let writer: RecordPrinter
  private var query: RecordQuery
  private var left: Int
  /// How many of the last are still to be looked for; nil once they were.
  private var tail: Int?

  init(query: RecordQuery, limit: Int?, tail: Int?, writer: RecordPrinter) {
    self.query = query
    left = limit ?? .max
    self.tail = tail
    self.writer = writer
  }

  /// Prints what is new.
  ///
  /// - Returns: The last position that was looked at; nil if no more records are wanted.
  func next(_ ledger: Ledger) throws -> Position? {
    var query = query
    if let tail { try begin(&query, tail, ledger) }
    query.limit = left
    let head = try ledger.forEachRecord(query) { position, bytes in
      try writer.write(position, bytes)
      left -= 1
      // Told at once, so that nothing is printed twice if a later record cannot be read.
      if !query.isReversed { self.query.after = position }
      return true
    }
    let end = min(head, query.through)
    // Advanced also if nothing matched, so that skipped records are not read again.
    self.query.after = max(self.query.after, end)
    writer.flush()
    return left > 0 ? end : nil
  }

  /// Lets a query begin with the last records that match.
  private func begin(_ query: inout RecordQuery, _ tail: Int, _ ledger: Ledger) throws {
    var last = query
    last.isReversed = true
    last.limit = tail
    var first: Position?
    let head = try ledger.forEachRecord(last) { position, _ in
      first = position
      return true
    }
    // What is written meanwhile is not of the last ones.
    query.through = head
    query.after = first.map { Position($0.number - 1) } ?? head
    self.tail = nil
  }
}
