import Answers
import CommandKit
import EventLog
import Integrations

extension Listing<FailureCount> {
  /// A row a cause.
  static func failures(
    _ language: Language, _ product: HostProduct = HostProduct(), _ times: TimeStyle = TimeStyle()
  ) -> Self {
    Self(
      columns: [
        Column("count", heading: Text("COUNT", "ANTAL")) { String($0.count) },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { _ in .bad }) {
          $0.verdict.rawValue
        },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR"), rank: 3) {
          $0.provider.rawValue
        },
        Column(
          "since", heading: times.heading(Text("SINCE", "SEDAN")),
          shown: { $0.since.map(times.inTable) ?? "–" }, rank: 4
        ) {
          $0.since?.description ?? ""
        },
        Column(
          "latest", heading: times.heading(Text("LATEST", "SENAST")),
          shown: { $0.latest.map(times.inTable) ?? "–" }, rank: 2
        ) {
          $0.latest?.description ?? ""
        },
        Column(
          "fixer", heading: Text("FIXER", "ÅTGÄRD AV"),
          shown: { $0.whoFixes.title(nil, $0.provider, product)(language) }, rank: 1, wraps: true
        ) { $0.whoFixes.rawValue },
        Column("retry", heading: Text("RETRY HELPS", "NYTT FÖRSÖK HJÄLPER"), rank: 5) {
          $0.retry.rawValue
        },
        Column(
          "companies", heading: Text("COMPANIES", "FÖRETAG"),
          shown: { failure in
            failure.named + (failure.unnamed > 0 ? " +\(failure.unnamed)" : "")
          }, wraps: true
        ) { $0.named },
        // In a table it stands at the end of the companies.
        Column("more", heading: Text("", ""), shown: { _ in "" }, isOptional: true) {
          String($0.unnamed)
        },
      ],
      json: { $0.json.compact },
      empty: Text("Nothing fails.", "Inget misslyckas."))
  }
}

extension FailureCount {
  fileprivate var named: String { companies.map(\.id).joined(separator: " ") }
}

extension Listing<FailingIntegration> {
  /// A row an integration that fails.
  static func failing(
    _ language: Language, _ product: HostProduct = HostProduct(), _ times: TimeStyle = TimeStyle()
  ) -> Self {
    Self(
      columns: [
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.view.company.id },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR"), rank: 3) {
          $0.view.provider.rawValue
        },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { _ in .bad }) {
          $0.outline.verdict.rawValue
        },
        Column("layer", heading: Text("LAYER", "LAGER"), rank: 4) { $0.outline.layer.rawValue },
        Column(
          "since", heading: times.heading(Text("SINCE", "SEDAN")),
          shown: { $0.outline.since.map(times.inTable) ?? "–" },
          rank: 2
        ) { $0.outline.since?.description ?? "" },
        Column(
          "latest", heading: times.heading(Text("LATEST", "SENAST")),
          shown: { $0.latest.map(times.inTable) ?? "–" }, rank: 1
        ) {
          $0.latest?.description ?? ""
        },
        Column(
          "fixer", heading: Text("FIXER", "ÅTGÄRD AV"),
          shown: { $0.fixer.title(nil, $0.view.provider, product)(language) }, wraps: true
        ) { $0.fixer.rawValue },
      ],
      json: { $0.json.compact },
      empty: Text("Nothing fails.", "Inget misslyckas."))
  }
}

extension Listing<StatusCount> {
  /// How many integrations have each phase and verdict.
  static var summary: Self {
    Self(
      columns: [
        Column("phase", heading: Text("PHASE", "FAS"), style: { $0.phase.style }) {
          $0.phase.rawValue
        },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { $0.verdict.style }) {
          $0.verdict.rawValue
        },
        Column("count", heading: Text("COUNT", "ANTAL")) { String($0.count) },
      ],
      json: { $0.json.compact },
      empty: Text("No integration is recorded yet.", "Ingen integration är registrerad än."))
  }
}
