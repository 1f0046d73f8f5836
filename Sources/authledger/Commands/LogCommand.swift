import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "log", "The company log: what a person reads about a company.",
    discussion: """
      Examples:
        authledger log acme
        authledger log acme --language sv --format csv > acme.csv
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.company)
  var company: Company
  @OptionGroup var query: QueryOptions

  func run() throws {
    try query.ledger.with(.reading) { ledger in
      let output = Output()
      let writer = query.writer(.log, output)
      let isOfSeveral = try query.integrations(of: company, ledger).count > 1
      let page = LogPage(query.language, output, namesProviders: isOfSeveral)
      var isEmpty = true
      try ledger.forEachLogLine(of: company, query.provider, at: query.moment) { line in
        isEmpty = false
        let entry = LogEntry(line, query.language)
        if query.format == .table { page.write(entry) } else { writer.write(entry) }
        return true
      }
      if isEmpty || query.format != .table { writer.end() } else { output.flush() }
    }
  }
}
