import Integrations

extension Script {
  /// The move as an action.
  var made: MadeUpAction {
    let (action, actor) = deed
    return MadeUpAction(
      company: company, provider: .fortnox, action: action, actor: actor,
      time: Timestamp(milliseconds: time))
  }

  private var company: Company {
    let digits = String(number)
    let id = "c-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    guard let company = Company(id) else { preconditionFailure("\(id) is no company id") }
    return company
  }

  private var deed: (Action, Actor) {
    let profile = Profile.all[Int(variant)]
    switch move {
    case .save: return (configured(profile, enabled: false), Who.administrator)
    case .narrow, .enable: return (configured(profile, enabled: true), Who.administrator)
    case .choose:
      return (.serviceAccountSelected(ServiceAccountSelected(selected: true)), Who.administrator)
    case .start:
      let data = AuthorizeStarted(
        attempt: attempt, accountType: service ? .service : .user, scopes: profile.scopes,
        expiresAt: Timestamp(milliseconds: expiry))
      return (.authorizeStarted(data), Who.administrator)
    case .code: return came(.code)
    case .decline: return came(.error, "access_denied")
    case .noLicence: return came(.error, "error_missing_license")
    case .noAdministrator: return came(.error, "error_missing_system_admin_right")
    case .otherBrowser: return came(.code, verdict: .otherBrowser)
    case .repeated: return came(.code, verdict: .alreadyUsed)
    case .declined: return ended(.callback, .declined, "access_denied")
    case .licenceMissing: return ended(.callback, .licenceMissing, "error_missing_license")
    case .notAdministrator:
      return ended(.callback, .notSystemAdministrator, "error_missing_system_admin_right")
    case .unavailable: return ended(.exchange, .providerUnavailable, status: 503)
    case .unknown: return ended(.exchange, .exchangeUnknown)
    case .abandon: return ended(.authorize, .abandoned)
    case .giveUp:
      return (ended(.authorize, .abandoned).0, Who.administrator)
    case .approve: return (.approved(approval(.consent, profile.open)), Who.server)
    case .approveInPart:
      return (.approved(approval(.consent, profile.customersRefused)), Who.server)
    case .reauthorize: return (.reauthorized(approval(.consent, profile.open)), Who.server)
    case .recheck: return (.approved(approval(.recheck, profile.open)), Who.administrator)
    case .refresh: return (.approved(approval(.refresh, [])), Who.server)
    case .refuse:
      let data = PermissionDenied(
        attempt: grant, layer: service ? .licence : .person,
        refusals: service ? Profile.unlicensed : Profile.unentitled)
      return (.permissionDenied(data), Who.server)
    case .refreshDown: return refreshFailed(.providerUnavailable, status: 503)
    case .refreshDead:
      return refreshFailed(.grantDead, "invalid_grant", "Invalid refresh token", status: 400)
    case .refreshUnlicensed:
      return refreshFailed(.licenceMissing, "error_missing_license", status: 401)
    case .removeToSwitch:
      return (
        .credentialsRemoved(
          CredentialsRemoved(
            reason: .switchToServiceAccount, ticket: "MOM-\(number)", revokedAtProvider: true)),
        Who.support
      )
    case .removeAtEnd:
      return (
        .credentialsRemoved(CredentialsRemoved(reason: .offboarding, revokedAtProvider: true)),
        Who.support
      )
    }
  }

  private func configured(_ profile: Profile, enabled: Bool) -> Action {
    .configured(
      Configured(transfers: narrowed ? profile.narrowed : profile.transfers, enabled: enabled))
  }

  private func came(
    _ answer: CallbackAnswer, _ error: String? = nil,
    verdict: CallbackVerdict = .accepted
  ) -> (Action, Actor) {
    let data = CallbackReceived(attempt: attempt, answer: answer, error: error, verdict: verdict)
    return (.callbackReceived(data), Who.provider)
  }

  private func ended(
    _ stage: Failed.Stage, _ reason: Failed.Reason, _ error: String? = nil, status: Int? = nil
  ) -> (Action, Actor) {
    let data = Failed(
      attempt: attempt, stage: stage, reason: reason, providerError: error, httpStatus: status)
    return (.failed(data), Who.server)
  }

  private func refreshFailed(
    _ reason: Failed.Reason, _ error: String? = nil, _ message: String? = nil, status: Int
  ) -> (Action, Actor) {
    let data = Failed(
      stage: .refresh, reason: reason, providerError: error, providerMessage: message,
      httpStatus: status)
    return (.failed(data), Who.server)
  }

  private func approval(_ via: Approval.Via, _ checks: [Approval.Check]) -> Approval {
    let now = Timestamp(milliseconds: time)
    return Approval(
      attempt: grant, via: via, accountType: service ? .service : .user,
      scopes: Profile.all[Int(variant)].scopes, providerCompany: String(100_000 + Int(number)),
      checks: checks, accessTokenExpiresAt: now.adding(seconds: 60 * 60),
      refreshTokenExpiresAt: service ? nil : now.adding(seconds: 45 * 24 * 60 * 60))
  }
}

/// The actors of made-up histories; each company has one administrator.
private enum Who {
  static let administrator = actor(.administrator, "u-1")
  static let support = actor(.support, "s-3")
  static let provider = actor(.provider, "fortnox")
  static let server = actor(.system, "server")

  private static func actor(_ role: Actor.Role, _ id: String) -> Actor {
    guard let actor = Actor(role, id) else { preconditionFailure("\(id) is no actor id") }
    return actor
  }
}
