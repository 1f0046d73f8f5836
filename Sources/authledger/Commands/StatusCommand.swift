import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "status", "The current status of one company, of several, or of all.",
    discussion: """
      Examples:
        authledger status
        authledger status acme --at 2026-11-03T09:02:42Z
        authledger status --summary
        authledger status --verdict GRANT_DEAD --verdict LICENCE_MISSING
        authledger status --expires-within 7d --sort expires
        authledger status --changed-since yesterday
        authledger status 'ac*' --phase active --limit 20
        authledger status - --provider fiken < companies.txt
        authledger status --warning endsSoon --exit-code

      A company has an integration with each provider that it connects. Of several values of one \
      option any one must hold, of several options each. --changed-since counts records, and what \
      the clock alone changed: an attempt expired, a grant reached its end. --format json prints \
      an object for one company with one integration, and an array for everything else.

      With --exit-code the exit code is 1 if anything matches, else 0.
      """)

  @OptionGroup var options: StatusOptions

  private var query: QueryOptions { options.query }
  private var listing: Listing<IntegrationView> {
    options.changedSince == nil
      ? .status(query.times.style) : .statusWithChanges(query.times.style)
  }

  func validate() throws {
    guard let sort = options.sort else { return }
    if options.summary { try sort.check(.summary) } else { try sort.check(listing) }
  }

  func run() throws {
    let selection = try CompanySelection(reading: options.companies)
    let found = try query.ledger.with(.reading) { ledger in
      if let company = options.single { return try write(company, ledger) }
      let question = try options.question(selection, ledger)
      let none = options.empty(question, listing.empty)
      if options.summary {
        return try options.writeSummary(question, ledger, none: none)
      }
      var listing = listing
      listing.empty = none
      return try options.write(listing) { body in
        try ledger.forEachIntegration(question, body)
      }
    }
    tellLag()
    try options.leave(found)
  }

  /// Says on a terminal how far a follower is behind its leader.
  private func tellLag() {
    guard query.format == .table, Terminal.isOutput,
      let lag = try? query.ledger.with(.reading, { try $0.followerLag() })
    else { return }
    Console.message(
      lag.stopped.map { lag.sentence + $0 }?(query.language) ?? lag.sentence(query.language))
  }

  /// Shows one company's integrations.
  private func write(_ company: Company, _ ledger: Ledger) throws -> Int {
    let output = Output()
    let views = try query.integrations(of: company, ledger)
    switch query.format {
    case .table where !views.isEmpty:
      for (index, view) in views.enumerated() {
        if index > 0 { output.line() }
        let title = try ledger.explanation(of: view).title(query.language)
        StatusCard(
          view: view, title: title, isOneOfSeveral: views.count > 1, language: query.language
        ).write(to: output)
      }
    case .json where views.count == 1:
      output.line(views[0].json.pretty())
      output.flush()
    case .table, .json, .jsonl, .csv:
      let writer = query.writer(.status(query.times.style), output)
      views.forEach(writer.write)
      writer.end()
    }
    return views.count
  }
}
