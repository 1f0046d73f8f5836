import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct FailuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "failures", "What goes wrong across companies, most frequent first.",
    discussion: """
      Examples:
        authledger failures
        authledger failures --at 2026-11-12T15:00:00Z
        authledger failures --fixer support --changed-since 24h
        authledger failures --verdict GRANT_DEAD --companies
        authledger failures --companies --sort -latest --limit 20
        authledger failures --fixer operations --exit-code

      A row is a cause with how many companies it hits, when it was first and last seen in any of \
      them, and the first five by their ids; --companies prints a row for each. The fixer is who \
      usually can fix that; with --fixer, and with --companies, it is who can in these companies.

      With --exit-code the exit code is 1 if anything matches, else 0.
      """)

  @Flag(help: "A row for each company, not one for each cause.")
  var companies = false

  @OptionGroup var options: StatusOptions

  private var query: QueryOptions { options.query }

  func validate() throws {
    if companies, options.summary {
      throw CommandError(
        .usage, "--companies and --summary are two answers; leave out one of them.",
        "--companies och --summary är två svar; utelämna ett av dem.")
    }
    let fine = options.verdicts.filter { !$0.isFailure }
    if let verdict = fine.first {
      let question = "`authledger status --verdict \(verdict.rawValue)`"
      throw CommandError(
        .usage, "\(verdict.rawValue) is not a failure; ask with \(question).",
        "\(verdict.rawValue) är inget fel; fråga med \(question).")
    }
    guard let sort = options.sort else { return }
    if options.summary {
      try sort.check(.summary)
    } else if companies {
      try sort.check(.failing(query.language))
    } else {
      try sort.check(.failures(query.language))
    }
  }

  func run() throws {
    let selection = try CompanySelection(reading: options.companies)
    let found = try query.ledger.with(.reading) { ledger in
      let question = try options.question(selection, ledger)
      let (product, times) = (try ledger.hostProduct(), query.times.style)
      let none = options.empty(question, Listing.failures(query.language).empty)
      if options.summary {
        return try options.writeSummary(question.ofFailures, ledger, none: none)
      }
      if companies {
        var listing = Listing.failing(query.language, product, times)
        listing.empty = none
        return try options.write(listing) { body in
          try ledger.forEachFailing(question, body)
        }
      }
      var listing = Listing.failures(query.language, product, times)
      listing.empty = none
      return try options.write(listing) { body in
        for failure in try ledger.failures(question) where try !body(failure) { return }
      }
    }
    try options.leave(found)
  }
}
