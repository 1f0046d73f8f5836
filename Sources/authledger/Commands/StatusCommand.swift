import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "status", "The current status of one company, or of all.",
    discussion: """
      Examples:
        authledger status
        authledger status acme --at 2026-11-03T09:02:42Z
        authledger status --format jsonl | jq 'select(.verdict != "HEALTHY") | .company'
      """)

  @Argument(help: "The company's id; all companies without it.", transform: Parse.company)
  var company: Company?
  @OptionGroup var query: QueryOptions

  func run() throws {
    try query.ledger.with(.reading) { ledger in
      let output = Output()
      guard let company else {
        let writer = query.writer(.status, output)
        try ledger.forEachIntegration(query.provider, at: query.moment) { view in
          writer.write(view)
          return true
        }
        return writer.end()
      }
      guard let view = try ledger.integration(of: company, query.provider, at: query.moment)
      else { throw query.unknown(company) }
      switch query.format {
      case .table:
        let title = try ledger.explanation(of: view).title(query.language)
        StatusCard(view: view, title: title, language: query.language).write(to: output)
      case .json:
        output.line(view.json.pretty())
        output.flush()
      case .jsonl, .csv:
        let writer = query.writer(.status, output)
        writer.write(view)
        writer.end()
      }
    }
  }
}
