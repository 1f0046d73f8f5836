import ArgumentParser
import CommandKit

/// The options for when something happened.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only what happened then or later (2026-11-03, yesterday, 24h).", valueName: "time"),
    transform: Parse.time)
  var since: GivenTime?

  @Option(
    help: ArgumentHelp("Only what happened before.", valueName: "time"), transform: Parse.time)
  var until: GivenTime?
}
