/// The texts about one problem.
///
/// Each verdict family makes its own.
struct VerdictTexts: Sendable {
  /// When the verdict is given, in a sentence.
  var holds: Text
  /// What is wrong, as the rest of a sentence that begins with the company's id.
  var title: Text
  /// The cause, in a sentence.
  var cause: Text
  /// Who can fix it; nil means whoever takes the first step.
  var fixer: Advice.Fixer?
  /// What the records cannot tell.
  var unknown: [Text] = []
  /// The steps that fix it, without the final step that tests the fix.
  var fixes: [AdviceStep] = []
  /// Whether authorizing again helps; nil if that follows from the steps.
  var retry: Advice.Retry?
}

/// A problem with everything that its texts depend on.
struct ProblemInContext: Sendable {
  var problem: Problem
  var names: Names
  /// True if there is a grant, dead or alive.
  var hasGrant = false
  /// True if there is a usable grant.
  var hasLivingGrant = false
  /// The latest attempt, if there was one.
  var attempt: Attempt?
  /// True if the administrator gave that attempt up.
  var gaveUp = false
  /// True if every register to transfer has answered that it is open.
  var hasAnswered = true

  var steps: Steps { Steps(names: names) }
  var system: String { names.system }
  var words: ProviderWords { names.words }
  var registers: Text { problem.registers.title }

  /// The texts of the verdict's family.
  var texts: VerdictTexts {
    switch problem.code {
    case .healthy, .notEnabled, .nothingToTransfer, .neverStarted, .switchNeedsRemoval:
      settingsTexts
    case .pending, .abandoned, .superseded, .denied, .codeRejected: attemptTexts
    case .otherBrowser, .stateUsed, .stateExpired: callbackTexts
    case .licenceMissing: licenceTexts
    case .callbackEmpty: accountTexts
    case .notSystemAdmin: approverTexts
    case .authorizerLacksRights: rightsTexts
    case .scopeNotGranted: scopeTexts
    case .scopeNotEnabled, .clientRefused: appTexts
    case .otherCompany: companyTexts
    case .grantDead, .refreshUnknown, .credentialsRemoved: grantTexts
    case .credentialsUnusable: vaultTexts
    case .providerDown, .exchangeUnknown, .checkUnknown: providerTexts
    case .unrecognised: unrecognisedTexts
    }
  }

  /// The title of an attempt that came to nothing.
  var attemptTitle: Text {
    hasLivingGrant
      ? Text("was not re-authorized", "blev inte auktoriserad på nytt")
      : Text("could not be authorized", "kunde inte auktoriseras")
  }
}
