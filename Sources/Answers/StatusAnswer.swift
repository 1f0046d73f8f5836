package import Integrations
package import Ledger

extension AttemptState {
  /// A word for programs; nil where there was no attempt.
  package var name: String? {
    switch self {
    case .none: nil
    case .open: "open"
    case .expired: "expired"
    case .ended(.approved): "approved"
    case .ended(.failed): "failed"
    }
  }
}

extension IntegrationView {
  package var phase: Phase { state.phase(at: now) }
  package var verdict: VerdictCode { state.verdict(at: now) }
  package var attemptState: AttemptState { state.attemptState(at: now) }
  /// When the grant, or else the open attempt, ends by itself.
  package var expiry: Timestamp? {
    state.grant?.refreshTokenExpiresAt ?? (attemptState == .open ? state.attempt?.expiresAt : nil)
  }

  package var json: JSON {
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
