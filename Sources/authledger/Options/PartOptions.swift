import ArgumentParser
import CommandKit
import Integrations

/// The options for which part of what happened is printed, and whether it goes on.
struct PartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only what happened then or later (2026-11-03, yesterday, 24h).", valueName: "time"),
    transform: Parse.time)
  var since: GivenTime?

  @Option(
    help: ArgumentHelp("Only what happened before.", valueName: "time"), transform: Parse.time)
  var until: GivenTime?

  @Flag(help: "Go on with what is new as it is written, until interrupted.")
  var follow = false

  @Flag(help: "Newest first.")
  var reverse = false

  @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
  var limit: Int?

  @Option(
    name: .customLong("tail"),
    help: ArgumentHelp(
      "Only the last so many (default with --follow on a terminal: \(PartOptions.last)).",
      valueName: "count"))
  private var givenTail: Int?

  /// How many a person who follows gets to see of what was before.
  static let last = 10

  func validate() throws {
    if let limit, limit < 1 {
      throw CommandError(.usage, "--limit must be 1 or more.", "--limit måste vara 1 eller mer.")
    }
    if let givenTail, givenTail < 0 {
      throw CommandError(.usage, "--tail must be 0 or more.", "--tail måste vara 0 eller mer.")
    }
    if reverse, givenTail != nil {
      throw CommandError(
        .usage, "--reverse begins with the last; use --limit instead of --tail.",
        "--reverse börjar med det sista; använd --limit i stället för --tail.")
    }
  }

  /// Refuses what has an end where the list has none.
  ///
  /// - Parameter endsBefore: True if another option says where to end.
  func validate(endsBefore: Bool, as format: Format) throws {
    guard follow else { return }
    if reverse || until != nil || endsBefore {
      throw CommandError(
        .usage, "--follow goes forward without an end; leave out --reverse, --until and --at.",
        "--follow går framåt utan slut; utelämna --reverse, --until och --at.")
    }
    if format == .json {
      throw CommandError(
        .usage, "--follow has no end and so cannot be a JSON array; use --format jsonl.",
        "--follow har inget slut och kan inte vara en JSON-lista; använd --format jsonl.")
    }
  }

  /// How many of the last are printed; nil for all.
  ///
  /// - Parameter beginsLater: True if another option says where to begin.
  func tail(beginsLater: Bool = false) -> Int? {
    givenTail ?? (follow && Output.isTerminal && since == nil && !beginsLater ? Self.last : nil)
  }
}
