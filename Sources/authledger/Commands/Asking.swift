import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

struct Status: ParsableCommand {
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
        return writer.finish()
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
        writer.finish()
      }
    }
  }
}

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "log", "The company log: what a person reads about a company.",
    discussion: """
      Examples:
        authledger log acme
        authledger log acme --language sv --format csv > acme.csv
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @OptionGroup var query: QueryOptions

  func run() throws {
    try query.ledger.with(.reading) { ledger in
      let output = Output()
      let writer = query.writer(.log, output)
      let page = LogPage(query.language, output)
      var isEmpty = true
      try ledger.forEachLogLine(of: company, query.provider, at: query.moment) { line in
        isEmpty = false
        let entry = LogEntry(line, query.language)
        if query.format == .table { page.write(entry) } else { writer.write(entry) }
        return true
      }
      if isEmpty, try ledger.integration(of: company, query.provider, at: query.moment) == nil {
        throw query.unknown(company)
      }
      if isEmpty || query.format != .table { writer.finish() } else { output.flush() }
    }
  }
}

struct Failures: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "failures", "What goes wrong across companies, most frequent first.",
    discussion: """
      Examples:
        authledger failures
        authledger failures --at 2026-11-12T15:00:00Z
      """)

  @OptionGroup var query: QueryOptions

  func run() throws {
    try query.ledger.with(.reading) { ledger in
      let writer = query.writer(.failures(query.provider, query.language))
      try ledger.failures(query.provider, at: query.moment).forEach(writer.write)
      writer.finish()
    }
  }
}

extension Listing<FailureCount> {
  static func failures(_ provider: Provider, _ language: Language) -> Self {
    Self(
      columns: [
        Column("count", "COUNT", "ANTAL") { String($0.count) },
        Column("verdict", "VERDICT", "UTSLAG", style: { _ in .bad }) { $0.verdict.rawValue },
        Column("fixer", "FIXER", "ÅTGÄRD AV") {
          $0.verdict.advice(provider).fixer.title(nil, provider)(language)
        },
        Column("retry", "RETRY HELPS", "NYTT FÖRSÖK HJÄLPER") {
          $0.verdict.advice(provider).retry.rawValue
        },
        Column("companies", "COMPANIES", "FÖRETAG") { failure in
          let more = failure.count - failure.companies.count
          return failure.companies.map(\.id).joined(separator: " ")
            + (more > 0 ? " +\(more)" : "")
        },
      ],
      json: { failure in
        let advice = failure.verdict.advice(provider)
        return JSON.object([
          ("verdict", .string(failure.verdict.rawValue)), ("count", .number(Int64(failure.count))),
          ("fixer", .string(advice.fixer.rawValue)), ("retry", .string(advice.retry.rawValue)),
          ("companies", .list(failure.companies.map(\.id))),
          ("see", .string(failure.verdict.anchor)),
        ]).compact
      },
      empty: Text("Nothing fails.", "Inget misslyckas."))
  }
}
