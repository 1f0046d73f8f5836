import Answers
import CommandKit
import EventLog
import Integrations

extension Listing<IntegrationView> {
  /// A row an integration.
  static func status(_ times: TimeStyle = TimeStyle()) -> Self {
    Self(
      columns: [
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.company.id },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR"), rank: 4) {
          $0.provider.rawValue
        },
        Column("phase", heading: Text("PHASE", "FAS"), style: { $0.phase.style }, rank: 1) {
          $0.phase.rawValue
        },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { $0.verdict.style }) {
          $0.verdict.rawValue
        },
        Column(
          "account", heading: Text("ACCOUNT", "KONTO"),
          shown: { $0.state.grant?.accountType.rawValue ?? "–" }, rank: 6
        ) {
          $0.state.grant?.accountType.rawValue ?? ""
        },
        Column(
          "attempt", heading: Text("ATTEMPT", "FÖRSÖK"), shown: { $0.attemptState.shown }, rank: 5
        ) {
          $0.attemptState.name ?? ""
        },
        Column(
          "expires", heading: times.heading(Text("EXPIRES", "GÅR UT")),
          shown: { $0.expiry.map(times.inTable) ?? "–" }, rank: 2
        ) {
          $0.expiry?.description ?? ""
        },
        Column("records", heading: Text("RECORDS", "POSTER"), rank: 7) { String($0.size) },
        Column(
          "warnings", heading: Text("WARN", "VARNING"), style: { _ in .warning }, isOptional: true,
          rank: 3
        ) { view in
          view.warnings.map(\.code.rawValue).joined(separator: " ")
        },
      ], json: { $0.json.compact },
      empty: Text("No integration is recorded yet.", "Ingen integration är registrerad än."))
  }

  /// The same with when each last changed, for questions about changes.
  static func statusWithChanges(_ times: TimeStyle) -> Self {
    var listing = status(times)
    let changed = Column(
      "changed", heading: times.heading(Text("CHANGED", "ÄNDRAD")),
      shown: { $0.changed.map(times.inTable) ?? "–" }, rank: 1
    ) { $0.changed?.description ?? "" }
    // The last column alone may be left out.
    listing.columns.insert(changed, at: listing.columns.count - 1)
    return listing
  }
}

extension AttemptState {
  fileprivate var shown: String {
    if case .ended(.failed(_, let reason)) = self { return reason.rawValue }
    return name ?? "–"
  }
}

/// One integration, a line a fact.
struct StatusCard {
  private static let nameWidth = 11

  var view: IntegrationView
  var title: String
  /// True if the company's other integrations are shown too.
  var isOneOfSeveral = false
  var language: Language

  func write(to output: Output) {
    let localized = Localizer(language)
    output.sentence(Style.strong(isOneOfSeveral ? "\(view.provider.title): \(title)" : title))
    output.line()
    fact(localized("Phase", "Fas"), view.phase.rawValue, style: view.phase.style, output)
    fact(localized("Verdict", "Utslag"), view.verdict.rawValue, style: view.verdict.style, output)
    if let settings = view.state.settings {
      let registers = settings.transfers.sorted.map { $0.title(language) }
      let enabled =
        settings.enabled
        ? localized("enabled", "aktiverad") : localized("not enabled", "ej aktiverad")
      fact(
        localized("Transfers", "Överför"),
        "\(registers.isEmpty ? "–" : registers.joined(separator: ", ")) (\(enabled))", output)
    }
    if view.state.needsReauthorization {
      fact("", localized("needs re-authorization", "behöver auktoriseras på nytt"), output)
    }
    writeGrant(localized, output)
    writeAttempt(localized, output)
    for warning in view.warnings {
      fact(localized("Warning", "Varning"), warning.text(language), style: .warning, output)
    }
    fact(localized("Records", "Poster"), String(view.size), output)
    output.line()
    output.line(
      localized("As of", "Gäller") + " \(view.now.second) UTC. "
        + localized("Why: ", "Varför: ") + CommandHint.ofThisRun(why, isQuestion: true))
  }

  /// The command that explains this integration.
  private var why: String {
    "authledger why \(view.company)"
      + (isOneOfSeveral ? " --provider \(view.provider.rawValue)" : "")
  }

  private func writeGrant(_ localized: Localizer, _ output: Output) {
    guard let grant = view.state.grant else { return }
    let kind =
      grant.accountType == .service
      ? localized("service account", "servicekonto")
      : localized("a person's account", "personligt konto")
    fact(
      localized("Grant", "Godkänd"),
      "\(grant.consented.time.second) UTC, \(kind), \(view.provider.title) "
        + view.provider.profile.words.companyNumber(language)
        + " \(ProviderText.shown(grant.providerCompany))", output)
    if !grant.scopes.isEmpty { fact("", grant.scopes.joined(separator: " "), output) }
    if let expiry = grant.refreshTokenExpiresAt {
      fact(localized("Expires", "Går ut"), "\(expiry.second) UTC", output)
    }
  }

  private func writeAttempt(_ localized: Localizer, _ output: Output) {
    guard let attempt = view.state.attempt, let state = view.attemptState.name else { return }
    var text = "\(attempt.id) \(state)"
    if case .failed(let stage, let reason) = attempt.outcome {
      text += " (\(stage.rawValue): \(reason.rawValue))"
    }
    if view.attemptState == .open {
      text += ", " + localized("until", "till") + " \(attempt.expiresAt.second) UTC"
    }
    fact(localized("Attempt", "Försök"), text, output)
  }

  private func fact(
    _ name: String, _ value: String, style: Style? = nil, _ output: Output
  ) {
    var name = name
    for line in value.wrapped(to: output.screen.textColumns - Self.nameWidth) {
      output.line(name.padding(to: Self.nameWidth) + (style.map { $0(line) } ?? line))
      name = ""
    }
  }
}
