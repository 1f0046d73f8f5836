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
      """)

  @OptionGroup var query: QueryOptions

  func run() throws {
    try query.ledger.with(.reading) { ledger in
      let writer = query.writer(.failures(query.language, try ledger.hostProduct()))
      try ledger.failures(query.provider, at: query.moment).forEach(writer.write)
      writer.end()
    }
  }
}

extension FailureCount {
  fileprivate func advice(_ product: HostProduct) -> Advice { verdict.advice(provider, product) }
}

extension Listing<FailureCount> {
  static func failures(_ language: Language, _ product: HostProduct) -> Self {
    Self(
      columns: [
        Column("count", heading: Text("COUNT", "ANTAL")) { String($0.count) },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { _ in .bad }) {
          $0.verdict.rawValue
        },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) { $0.provider.rawValue },
        Column("fixer", heading: Text("FIXER", "ÅTGÄRD AV")) {
          $0.advice(product).fixer.title(nil, $0.provider, product)(language)
        },
        Column("retry", heading: Text("RETRY HELPS", "NYTT FÖRSÖK HJÄLPER")) {
          $0.advice(product).retry.rawValue
        },
        Column("companies", heading: Text("COMPANIES", "FÖRETAG")) { failure in
          let more = failure.count - failure.companies.count
          return failure.companies.map(\.id).joined(separator: " ")
            + (more > 0 ? " +\(more)" : "")
        },
      ],
      json: { failure in
        let advice = failure.advice(product)
        return JSON.object([
          ("verdict", .string(failure.verdict.rawValue)),
          ("provider", .string(failure.provider.rawValue)),
          ("count", .number(Int64(failure.count))),
          ("fixer", .string(advice.fixer.rawValue)), ("retry", .string(advice.retry.rawValue)),
          ("companies", .list(failure.companies.map(\.id))),
          ("see", .string(failure.verdict.anchor)),
        ]).compact
      },
      empty: Text("Nothing fails.", "Inget misslyckas."))
  }
}
