import Integrations
import Ledger

extension Listing<IntegrationView> {
  static var status: Self {
    Self(
      columns: [
        Column("company", "COMPANY", "FÖRETAG") { $0.company.id },
        Column("phase", "PHASE", "FAS", style: { $0.phase.style }) { $0.phase.rawValue },
        Column("verdict", "VERDICT", "UTSLAG", style: { $0.verdict.style }) { $0.verdict.rawValue },
        Column(
          "account", "ACCOUNT", "KONTO", shown: { $0.state.grant?.accountType.rawValue ?? "–" }
        ) {
          $0.state.grant?.accountType.rawValue ?? ""
        },
        Column("attempt", "ATTEMPT", "FÖRSÖK", shown: { $0.attemptState.shown }) {
          $0.attemptState.name ?? ""
        },
        Column("expires", "EXPIRES", "GÅR UT", shown: { $0.expiry?.second ?? "–" }) {
          $0.expiry?.description ?? ""
        },
        Column("records", "RECORDS", "POSTER") { String($0.size) },
      ], json: { $0.json.compact },
      empty: Text("No integration is recorded yet.", "Ingen integration är registrerad än."))
  }
}

extension AttemptState {
  /// A word for programs; nil where there was no attempt.
  var name: String? {
    switch self {
    case .none: nil
    case .open: "open"
    case .expired: "expired"
    case .ended(.approved): "approved"
    case .ended(.failed): "failed"
    }
  }

  fileprivate var shown: String {
    if case .ended(.failed(_, let reason)) = self { return reason.rawValue }
    return name ?? "–"
  }
}

extension IntegrationView {
  var phase: Phase { state.phase(at: now) }
  var verdict: VerdictCode { state.verdict(at: now) }
  var attemptState: AttemptState { state.attemptState(at: now) }
  /// When the grant, or else the open attempt, ends by itself.
  var expiry: Timestamp? {
    state.grant?.refreshTokenExpiresAt ?? (attemptState == .open ? state.attempt?.expiresAt : nil)
  }

  var json: JSON {
    .object([
      ("company", .string(company.id)), ("provider", .string(provider.rawValue)),
      ("at", .string(now.description)), ("phase", .string(phase.rawValue)),
      ("verdict", .string(verdict.rawValue)),
      (
        "settings",
        state.settings.map { settings in
          .object([
            ("transfers", .list(settings.transfers.sorted.map(\.rawValue))),
            ("enabled", .bool(settings.enabled)),
          ])
        }
      ),
      ("serviceAccountSelected", .bool(state.serviceAccountSelected)),
      ("needsReauthorization", .bool(state.needsReauthorization)),
      ("grant", state.grant?.json), ("attempt", attemptJSON),
      (
        "removal",
        state.removal.map { removal in
          .object([
            ("reason", .string(removal.reason.rawValue)),
            ("revokedAtProvider", .bool(removal.revokedAtProvider)),
            ("at", .string(removal.removed.time.description)),
          ])
        }
      ), ("records", .number(size)),
    ])
  }

  private var attemptJSON: JSON? {
    guard let attempt = state.attempt else { return nil }
    var failure: (Failed.Stage, Failed.Reason)?
    if case .failed(let stage, let reason) = attempt.outcome { failure = (stage, reason) }
    return .object([
      ("id", .string(attempt.id.description)), ("state", .text(attemptState.name)),
      ("accountType", .string(attempt.accountType.rawValue)), ("scopes", .list(attempt.scopes)),
      ("startedAt", .string(attempt.started.time.description)),
      ("expiresAt", .string(attempt.expiresAt.description)),
      ("stage", .text(failure?.0.rawValue)), ("reason", .text(failure?.1.rawValue)),
    ])
  }
}

extension Grant {
  fileprivate var json: JSON {
    .object([
      ("attempt", .string(attempt.description)), ("accountType", .string(accountType.rawValue)),
      ("scopes", .list(scopes)),
      ("providerCompany", .string(ProviderText.shown(providerCompany))),
      ("consentedAt", .string(consented.time.description)),
      ("confirmedAt", .string(confirmed.time.description)),
      ("accessTokenExpiresAt", .string(accessTokenExpiresAt.description)),
      ("refreshTokenExpiresAt", .text(refreshTokenExpiresAt?.description)),
      ("refused", denial.map { .list($0.refusals.map(\.register.rawValue)) }),
      ("refusedLayer", .text(denial?.layer.rawValue)), ("ended", .text(end?.cause.rawValue)),
      ("trouble", .text(trouble?.reason.rawValue)),
    ])
  }
}

/// One integration, a line a fact.
struct StatusCard {
  var view: IntegrationView
  var title: String
  var language: Language

  func write(to output: Output) {
    let words = Words(language)
    output.line(Style.strong(title))
    output.line()
    fact(words("Phase", "Fas"), view.phase.style(view.phase.rawValue), output)
    fact(words("Verdict", "Utslag"), view.verdict.style(view.verdict.rawValue), output)
    if let settings = view.state.settings {
      let registers = settings.transfers.sorted.map { $0.title(language) }
      let enabled =
        settings.enabled ? words("enabled", "aktiverad") : words("not enabled", "ej aktiverad")
      fact(
        words("Transfers", "Överför"),
        "\(registers.isEmpty ? "–" : registers.joined(separator: ", ")) (\(enabled))", output)
    }
    if view.state.needsReauthorization {
      fact("", words("needs re-authorization", "behöver återauktoriseras"), output)
    }
    writeGrant(words, output)
    writeAttempt(words, output)
    fact(words("Records", "Poster"), String(view.size), output)
    output.line()
    output.line(
      words("As of", "Gäller") + " \(view.now.second) UTC. "
        + words("Why: ", "Varför: ") + "authledger why \(view.company)\(view.provider.option)")
    output.flush()
  }

  private func writeGrant(_ words: Words, _ output: Output) {
    guard let grant = view.state.grant else { return }
    let kind =
      grant.accountType == .service
      ? words("service account", "tjänstekonto") : words("a person's account", "personligt konto")
    fact(
      words("Grant", "Godkänd"),
      "\(grant.consented.time.second) UTC, \(kind), \(view.provider.title) "
        + words("company", "företag") + " \(ProviderText.shown(grant.providerCompany))", output)
    fact("", grant.scopes.joined(separator: " "), output)
    if let expiry = grant.refreshTokenExpiresAt {
      fact(words("Expires", "Går ut"), "\(expiry.second) UTC", output)
    }
  }

  private func writeAttempt(_ words: Words, _ output: Output) {
    guard let attempt = view.state.attempt, let state = view.attemptState.name else { return }
    var text = "\(attempt.id) \(state)"
    if case .failed(let stage, let reason) = attempt.outcome {
      text += " (\(stage.rawValue): \(reason.rawValue))"
    }
    if view.attemptState == .open {
      text += ", " + words("until", "till") + " \(attempt.expiresAt.second) UTC"
    }
    fact(words("Attempt", "Försök"), text, output)
  }

  private func fact(_ name: String, _ value: String, _ output: Output) {
    output.line(name.padding(to: 11) + value)
  }
}

/// Short words in the language asked for.
struct Words {
  var language: Language
  init(_ language: Language) { self.language = language }
  func callAsFunction(_ english: String, _ swedish: String) -> String {
    language == .english ? english : swedish
  }
}

extension Provider {
  /// The option that names it, where it is not the default.
  var option: String { self == .fortnox ? "" : " --provider \(rawValue)" }
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
