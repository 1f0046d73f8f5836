/// What is said of one problem: everything of a verdict family that people read.
struct Saying: Sendable {
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
  var mends: [Advice.Step] = []
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
  var saying: Saying {
    switch problem.code {
    case .healthy, .notEnabled, .nothingToTransfer, .neverStarted, .switchNeedsRemoval:
      settingsSaying
    case .pending, .abandoned, .superseded, .denied, .codeRejected: attemptSaying
    case .otherBrowser, .stateUsed, .stateExpired: callbackSaying
    case .licenceMissing: licenceSaying
    case .callbackEmpty: accountSaying
    case .notSystemAdmin: approverSaying
    case .authorizerLacksRights: rightsSaying
    case .scopeNotGranted: scopeSaying
    case .scopeNotEnabled, .clientRefused: appSaying
    case .otherCompany: companySaying
    case .grantDead, .refreshUnknown, .credentialsRemoved: grantSaying
    case .credentialsUnusable: vaultSaying
    case .providerDown, .exchangeUnknown, .checkUnknown: providerSaying
    case .unrecognised: unrecognisedSaying
    }
  }

  /// The title of an attempt that came to nothing.
  var attemptTitle: Text {
    hasLivingGrant
      ? Text("was not re-authorized", "blev inte auktoriserad på nytt")
      : Text("could not be authorized", "kunde inte auktoriseras")
  }
}
