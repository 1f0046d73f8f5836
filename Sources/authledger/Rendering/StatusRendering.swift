import Answers
import CommandKit
import EventLog
import Integrations

extension Listing<IntegrationView> {
  static var status: Self {
    Self(
      columns: [
        Column("company", heading: Text("COMPANY", "FÖRETAG")) { $0.company.id },
        Column("provider", heading: Text("PROVIDER", "LEVERANTÖR")) { $0.provider.rawValue },
        Column("phase", heading: Text("PHASE", "FAS"), style: { $0.phase.style }) {
          $0.phase.rawValue
        },
        Column("verdict", heading: Text("VERDICT", "UTSLAG"), style: { $0.verdict.style }) {
          $0.verdict.rawValue
        },
        Column(
          "account", heading: Text("ACCOUNT", "KONTO"),
          shown: { $0.state.grant?.accountType.rawValue ?? "–" }
        ) {
          $0.state.grant?.accountType.rawValue ?? ""
        },
        Column("attempt", heading: Text("ATTEMPT", "FÖRSÖK"), shown: { $0.attemptState.shown }) {
          $0.attemptState.name ?? ""
        },
        Column("expires", heading: Text("EXPIRES", "GÅR UT"), shown: { $0.expiry?.second ?? "–" }) {
          $0.expiry?.description ?? ""
        },
        Column("records", heading: Text("RECORDS", "POSTER")) { String($0.size) },
        Column(
          "warnings", heading: Text("WARN", "VARNING"), style: { _ in .warning }, isOptional: true
        ) { view in
          view.warnings.map(\.code.rawValue).joined(separator: " ")
        },
      ], json: { $0.json.compact },
      empty: Text("No integration is recorded yet.", "Ingen integration är registrerad än."))
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
  var view: IntegrationView
  var title: String
  /// True if the company's other integrations are shown too.
  var isOneOfSeveral = false
  var language: Language

  func write(to output: Output) {
    let localized = Localizer(language)
    output.line(Style.strong(isOneOfSeveral ? "\(view.provider.title): \(title)" : title))
    output.line()
    fact(localized("Phase", "Fas"), view.phase.style(view.phase.rawValue), output)
    fact(localized("Verdict", "Utslag"), view.verdict.style(view.verdict.rawValue), output)
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
      fact(localized("Warning", "Varning"), Style.warning(warning.text(language)), output)
    }
    fact(localized("Records", "Poster"), String(view.size), output)
    output.line()
    output.line(
      localized("As of", "Gäller") + " \(view.now.second) UTC. "
        + localized("Why: ", "Varför: ") + CommandHint.ofThisRun(why, isQuestion: true))
    output.flush()
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

  private func fact(_ name: String, _ value: String, _ output: Output) {
    output.line(name.padding(to: 11) + value)
  }
}
