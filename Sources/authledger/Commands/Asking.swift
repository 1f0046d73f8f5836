import ArgumentParser
import Integrations
import Ledger

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
      try ledger.forEachLogLine(of: company, query.provider, at: query.moment) { recorded in
        isEmpty = false
        let entry = LogEntry(recorded, query.language)
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

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "why", "Why an integration is as it is, who can mend it and how.",
    discussion: """
      Examples:
        authledger why acme
        authledger why acme --at '#41' --language sv
        authledger why acme --format json | jq -r .verdict

      Exit codes: 0 nothing is to be done, 1 somebody must act, 2 cannot be told. \
      Every verdict is described in docs/verdicts.md.
      """)

  @Argument(help: "The company's id.", transform: Parse.company)
  var company: Company
  @OptionGroup var query: QueryOptions

  func run() throws {
    let explanation = try query.ledger.with(.reading) { ledger in
      try ledger.explanation(of: company, query.provider, at: query.moment)
    }
    guard let explanation else { throw query.unknown(company) }
    let output = Output()
    switch query.format {
    case .table: WhyPage(explanation: explanation, language: query.language).write(to: output)
    case .json: output.line(explanation.json(query.language).pretty())
    case .jsonl: output.line(explanation.json(query.language).compact)
    case .csv:
      let writer = query.writer(.why(query.language), output)
      writer.write(explanation)
      writer.finish()
    }
    output.flush()
    let code = explanation.advice.standing.rawValue
    guard code == 0 else { throw ExitCode(Int32(code)) }
  }
}

extension Listing<Explanation> {
  /// One row: what fits into cells.
  static func why(_ language: Language) -> Self {
    Self(
      columns: [
        Column("company", "COMPANY", "FÖRETAG") { $0.company.id },
        Column("verdict", "VERDICT", "UTSLAG") { $0.verdict.rawValue },
        Column("confidence", "SURE", "SÄKERT") { $0.advice.confidence.rawValue },
        Column("since", "SINCE", "SEDAN") { $0.since?.description ?? "" },
        Column("fixer", "FIXER", "ÅTGÄRD AV") { $0.advice.fixer.rawValue },
        Column("retry", "RETRY", "OMFÖRSÖK") { $0.advice.retry.rawValue },
        Column("cause", "CAUSE", "ORSAK") { $0.advice.cause(language) },
        Column("remedy", "REMEDY", "GÖR") { $0.advice.remedy?(language) ?? "" },
      ], json: { $0.json(language).compact }, empty: Text("", ""))
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
