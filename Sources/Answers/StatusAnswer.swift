package import EventLog
import Evidence
package import Integrations

extension AttemptState {
  /// A word for programs; nil if there was no attempt.
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
  /// When the grant expires, or, without a grant, the open attempt.
  package var expiry: Timestamp? {
    state.grant?.refreshTokenExpiresAt ?? (attemptState == .open ? state.attempt?.expiresAt : nil)
  }

  /// What to watch although nothing is wrong yet.
  package var warnings: [Warning] { state.warnings(at: now) }

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
            ("companyCode", settings.companyCode.map { .number(Int64($0)) }),
          ])
        }
      ),
      ("serviceAccountSelected", .bool(state.serviceAccountSelected)),
      ("needsReauthorization", .bool(state.needsReauthorization)),
      ("grant", grantJSON), ("attempt", attemptJSON),
      (
        "removal",
        state.removal.map { removal in
          .object([
            ("reason", .string(removal.reason.rawValue)),
            ("revokedAtProvider", .bool(removal.revokedAtProvider)),
            ("at", .string(removal.removed.time.description)),
          ])
        }
      ), ("warnings", .list(warnings.map(\.code.rawValue))), ("records", .number(size)),
      ("changedAt", .text(changed?.description)),
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

  private var grantJSON: JSON? {
    guard let grant = state.grant else { return nil }
    let refused = state.findings.refusals(of: state.settings)
    let trouble = state.findings.trouble
    return .object([
      ("attempt", .string(grant.attempt.description)),
      ("accountType", .string(grant.accountType.rawValue)), ("scopes", .list(grant.scopes)),
      ("providerCompany", .string(ProviderText.shown(grant.providerCompany))),
      ("consentedAt", .string(grant.consented.time.description)),
      ("confirmedAt", .string(grant.confirmed.time.description)),
      ("accessTokenExpiresAt", .string(grant.accessTokenExpiresAt.description)),
      ("refreshTokenExpiresAt", .text(grant.refreshTokenExpiresAt?.description)),
      ("refused", refused.isEmpty ? nil : .list(refused.compactMap(\.register?.rawValue))),
      ("refusedLayer", .text(refused.lazy.compactMap(\.kind.refusedLayer).first?.rawValue)),
      ("ended", .text(state.findings.end)), ("trouble", .text(trouble?.rawValue)),
    ])
  }
}

extension Findings {
  /// The refused registers among those to transfer, sorted by the layer to fix first.
  fileprivate func refusals(of settings: Configured?) -> [Finding] {
    all.filter { finding in
      finding.register.map { settings?.transfers.contains($0) == true } ?? false
    }.sorted { left, right in
      (left.kind.refusalOrder, left.register?.rawValue ?? "")
        < (right.kind.refusalOrder, right.register?.rawValue ?? "")
    }
  }

  /// How a record ended the grant; nil if none did.
  fileprivate var end: String? {
    if all.contains(where: { $0.kind == .grantDead }) { return "dead" }
    let isLicence = all.contains { finding in
      switch finding.kind {
      case .integrationLicence, .anyLicence, .appNotBought: !finding.isOfAttempt
      default: false
      }
    }
    return isLicence ? "licenceGone" : nil
  }

  /// Why the latest use of the grant failed without ending it; nil if it did not.
  fileprivate var trouble: Failed.Reason? {
    all.filter { !$0.isOfAttempt && $0.kind.trouble != nil }
      .max { $0.latest < $1.latest }?.kind.trouble
  }
}

extension Finding.Kind {
  /// The layer of a register's refusal; nil for every other finding.
  fileprivate var refusedLayer: RefusalLayer? {
    switch self {
    case .registerLicence, .registerIntegrationLicence: .licence
    case .registerScope: .scope
    case .registerRight, .registerRightOrLicence, .registerCompany: .person
    default: nil
    }
  }

  /// Licences first, then scopes, then rights: without a licence neither a consent nor rights help,
  /// and without the scope no rights.
  fileprivate var refusalOrder: Int {
    switch refusedLayer {
    case .licence: 0
    case .scope: 1
    case .person: 2
    case nil: 3
    }
  }

  /// The reason that this finding stands for, if it comes from a use of the grant.
  fileprivate var trouble: Failed.Reason? {
    switch self {
    case .clientRefused: .clientRejected
    case .providerDown: .providerUnavailable
    case .answerLost: .refreshUnknown
    case .grantUnrecognised: .unrecognised
    case .unanswered: .checkUnknown
    default: nil
    }
  }
}
