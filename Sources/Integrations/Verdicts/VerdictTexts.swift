/// What is said of one problem: everything of a verdict family that people read.
struct VerdictTexts: Sendable {
  /// When the verdict is given, in a sentence.
  var holds: Text
  /// What is wrong in the reader's words, after the company's id.
  var title: Text
  /// The cause, in a sentence.
  var cause: Text
  /// Who can fix it, where that is not who takes the first step.
  var fixer: Advice.Person?
  /// What cannot be told from here.
  var unknown: [Text] = []
  /// What puts it right, before the one action that tests it.
  var fixes: [AdviceStep] = []
  /// Whether authorizing again helps, where the steps do not tell.
  var retry: Advice.Retry?
}

/// A problem with what its texts depend on beside it.
struct ProblemInContext: Sendable {
  var problem: Problem
  var names: Names
  /// True if there is a grant, also a dead one.
  var hasGrant = false
  /// True if there is one that can be used.
  var hasLivingGrant = false
  /// The attempt that was the latest, where there was one.
  var attempt: Attempt?
  /// True if the administrator gave that attempt up.
  var gaveUp = false
  /// True if each register to transfer has answered that it is open.
  var hasAnswered = true

  var steps: Steps { Steps(names: names) }
  var system: String { names.system }
  var product: String { names.product.name }
  var registers: Text { problem.registers.title }

  /// What the problem's family says of it.
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
