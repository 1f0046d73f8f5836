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
        authledger status --provider fiken
        authledger status --format jsonl | jq 'select(.verdict != "HEALTHY") | .company'

      A company has an integration with each provider that it connects. --format json prints one \
      integration as an object and several as an array.
      """)

  @Argument(
    help: "The company's id; all companies without it.", completion: .companies,
    transform: Parse.company)
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
        let writer = query.writer(.status, output)
        views.forEach(writer.write)
        writer.end()
      }
    }
  }
}
