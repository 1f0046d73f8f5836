/// What the advice on a verdict depends on; what is not known is nil or empty.
struct Situation: Hashable, Sendable {
  var code: VerdictCode
  var provider: Provider
  /// Whose rights the attempt or the grant has.
  var accountType: AccountType?
  /// The registers concerned.
  var registers: [Register] = []
  /// Whether there is a grant, also a dead one.
  var hasGrant = false
  /// Whether there is one that can be used.
  var hasLivingGrant = false
  /// Whether it is an attempt that came to nothing, which only a person can make again.
  var isOfAttempt = false
  /// Where it failed.
  var stage: Failed.Stage?
  /// What is known of why a grant is dead.
  var death: Death?
  /// Why support removed the authorization.
  var removal: CredentialsRemoved.Reason?
  /// Whether the administrator gave up, or had the time to run out.
  var gaveUp = false
  /// Whether a person has been sent back already and the answer is being worked on.
  var isAnswered = false

  /// What the records tell of a grant's death.
  enum Death: Hashable, Sendable {
    /// Nobody refreshed it in time.
    case expired
    /// It had been refreshed moments before: the token was used twice.
    case usedTwice
    /// A refresh before got no answer, and may have spent the token.
    case answerLost
    /// Nothing in the records tells.
    case unexplained
  }
}

extension Situation {
  /// What can be done.
  var advice: Advice {
    switch code {
    case .healthy, .notEnabled, .neverStarted, .pending, .credentialsRemoved, .switchNeedsRemoval:
      adviceOnSettings
    case .abandoned, .superseded, .denied, .otherBrowser, .stateUsed, .stateExpired,
      .callbackEmpty, .codeRejected:
      adviceOnAttempt
    case .licenceMissing, .notSystemAdmin, .authorizerLacksRights, .scopeNotGranted,
      .otherCompany:
      adviceOnRights
    case .scopeNotEnabled, .clientRefused, .providerDown, .exchangeUnknown, .refreshUnknown,
      .checkUnknown, .grantDead, .unrecognised:
      adviceOnExchange
    }
  }

  /// Whether it is about a grant that can be used, which the server asks for by itself again.
  var isOfLivingGrant: Bool { hasLivingGrant && !isOfAttempt }

  /// The step that most ways end with.
  var authorizeAgain: Advice.Step {
    hasGrant
      ? Advice.Step(
        .companyAdministrator, "In Moment, click Re-authorize.",
        "Klicka på Återauktorisera i Moment.")
      : Advice.Step(
        .companyAdministrator, "In Moment, click Authorize.", "Klicka på Auktorisera i Moment.")
  }

  var name: String { provider.title }
}
