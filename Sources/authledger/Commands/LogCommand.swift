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
        authledger log acme --since yesterday --severity warning
        authledger log acme --reverse --limit 5 --time-zone Europe/Stockholm
        authledger log acme --follow
        authledger log acme --language sv --format csv > acme.csv

      A line marked computed is what the clock alone has changed: no record says so yet.
      """)

  @Argument(help: "The company's id.", completion: .companies, transform: Parse.company)
  var company: Company

  @Option(
    help: ArgumentHelp("Only this severity and worse: info, warning or error.", valueName: "level"),
    completion: .list(CompanyLogSeverity.allCases.map(\.rawValue)), transform: Parse.severity)
  var severity = CompanyLogSeverity.info

  @OptionGroup var part: PartOptions
  @OptionGroup var query: QueryOptions

  func validate() throws {
    try part.validate(endsBefore: query.at != nil, as: query.format)
  }

  func run() throws {
    guard part.follow else {
      return try query.ledger.with(.reading) { ledger in
        let reading = try begin(ledger)
        try reading.all(ledger)
        reading.writer.end()
      }
    }
    var reading: LogReading?
    try Following(options: query.ledger, command: "history \(company)").run { ledger in
      let begun = try reading ?? begin(ledger)
      reading = begun
      return try begun.next(ledger)
    }
    reading?.writer.end()
  }

  private func begin(_ ledger: Ledger) throws -> LogReading {
    let integrations = try query.integrations(of: company, ledger)
    let output = Output(pages: !part.follow)
    let page = LogPage(
      query.language, output, last: try ledger.lastCursor().position, times: query.times.style,
      clock: query.clock, namesProviders: integrations.count > 1)
    let filter = LogFilter(
      since: part.since.map(query.times.moment), until: part.until.map(query.times.moment),
      severity: severity)
    return LogReading(
      company: company, provider: query.provider, moment: query.moment, filter: filter,
      part: LogReading.Part(
        isReversed: part.reverse, limit: part.limit, tail: part.tail()),
      writer: LogPrinter(
        page: query.format == .table ? page : nil,
        listing: query.writer(.log(isPart: filter.isPart), output), language: query.language))
  }
}

extension Parse {
  static func severity(_ text: String) throws -> CompanyLogSeverity {
    try word(text, Text("levels", "nivåerna"))
  }
}
