package import EventLog
import Evidence
package import Integrations

extension FailureCount {
  /// Who can fix it: in these companies where that was asked, else usually.
  package var whoFixes: Advice.Fixer { fixer ?? advice.fixer }

  /// Whether authorizing again usually helps.
  package var retry: Advice.Retry { advice.retry }

  /// How many companies have it that are not named.
  package var unnamed: Int { count - companies.count }

  package var json: JSON {
    .object([
      ("verdict", .string(verdict.rawValue)), ("provider", .string(provider.rawValue)),
      ("count", .number(Int64(count))), ("since", .text(since?.description)),
      ("latest", .text(latest?.description)), ("fixer", .string(whoFixes.rawValue)),
      ("retry", .string(retry.rawValue)), ("companies", .list(companies.map(\.id))),
      ("more", .number(Int64(unnamed))), ("see", .string(verdict.anchor)),
    ])
  }

  // Neither who nor whether depends on what the product is called.
  private var advice: Advice { verdict.advice(provider, HostProduct()) }
}

extension FailingIntegration {
  /// When it was last seen.
  package var latest: Timestamp? { outline.last ?? outline.since }

  package var json: JSON {
    .object([
      ("company", .string(view.company.id)), ("provider", .string(view.provider.rawValue)),
      ("verdict", .string(outline.verdict.rawValue)), ("phase", .string(view.phase.rawValue)),
      ("layer", .string(outline.layer.rawValue)), ("since", .text(outline.since?.description)),
      ("latest", .text(latest?.description)), ("fixer", .string(fixer.rawValue)),
      ("see", .string(outline.verdict.anchor)),
    ])
  }
}

extension StatusCount {
  package var json: JSON {
    .object([
      ("phase", .string(phase.rawValue)), ("verdict", .string(verdict.rawValue)),
      ("count", .number(Int64(count))),
    ])
  }
}
