/// What an OAuth error or a failure's words show.
struct ErrorReading {
  /// What is wrong; nil if the answer reached no layer.
  var kind: Finding.Kind?
  /// True if a code of confirmed meaning says so.
  var isCertain: Bool
}

extension ErrorReading {
  /// Reads the error of a callback; the kind is nil if it reaches no layer (`access_denied`).
  init(error: String, words: String?, _ profile: ProviderProfile) {
    let said = ErrorWords(error: error, words: words, known: profile.answers)
    switch error {
    case "access_denied": self.init(kind: nil, isCertain: true)
    case "invalid_scope":
      let isOfService = said.mentions("service account")
      self.init(kind: isOfService ? .serviceAccountNotAllowed : .scopeNotEnabled, isCertain: true)
    case "invalid_client", "unauthorized_client": self.init(kind: .clientRefused, isCertain: true)
    case "server_error", "temporarily_unavailable":
      self.init(kind: .providerDown, isCertain: true)
    default: self = said.reading ?? Self(kind: .attemptUnrecognised, isCertain: true)
    }
  }
}

extension Failed {
  /// What is wrong by this failure; nil if it reached no layer.
  ///
  /// The reason decides; code and words tell which of its kinds it is.
  func reading(ofAttempt: Bool, _ profile: ProviderProfile) -> ErrorReading? {
    let known = profile.answers
    let said = ErrorWords(error: providerError ?? "", words: providerMessage, known: known)
    let isPlain = providerError == nil && providerMessage == nil
    func reading(_ kind: Finding.Kind, _ isCertain: Bool = true) -> ErrorReading {
      ErrorReading(kind: kind, isCertain: isCertain)
    }
    func certain(_ codes: [String]) -> Bool { isPlain || codes.contains(providerError ?? "") }
    switch reason {
    case .licenceMissing:
      return reading(
        // Without scopes there is only one licence that all of an account can lack.
        said.licence ?? (profile.hasScopes ? .anyLicence : .integrationLicence),
        certain(known.licenceCodes))
    // Its exact words are not confirmed.
    case .notSystemAdministrator: return reading(.notSystemAdministrator, isPlain)
    case .scopeNotEnabled:
      return said.mentions("service account")
        ? reading(.serviceAccountNotAllowed, false)
        : reading(.scopeNotEnabled, certain(["invalid_scope"]))
    case .clientRejected:
      return reading(.clientRefused, certain(["invalid_client", "unauthorized_client"]))
    case .emptyCallback: return reading(.accountLocked, false)
    case .grantDead: return reading(.grantDead)
    case .refreshUnknown: return reading(.answerLost, false)
    case .wrongCompany: return reading(.otherCompany)
    case .providerUnavailable: return reading(.providerDown)
    case .unrecognised: return reading(ofAttempt ? .attemptUnrecognised : .grantUnrecognised)
    case .checkUnknown, .declined, .codeRejected, .exchangeUnknown, .abandoned, .superseded:
      return nil
    }
  }
}

extension ProviderProfile {
  /// The reason of an error whose code or words are known of this provider; nil if they are not.
  package func reason(error: String?, words: String?) -> Failed.Reason? {
    switch ErrorWords(error: error ?? "", words: words, known: answers).reading?.kind {
    case .appNotBought, .integrationLicence, .scopeLicence, .anyLicence: .licenceMissing
    case .notSystemAdministrator: .notSystemAdministrator
    case .serviceAccountNotAllowed: .scopeNotEnabled
    case .clientRefused: .clientRejected
    default: nil
    }
  }
}

/// An error's code and words together, beside what is known of the provider's.
private struct ErrorWords {
  var error: String
  var words: String?
  var known: KnownAnswers

  func mentions(_ phrase: StaticString) -> Bool {
    error.mentions(phrase) || words?.mentions(phrase) == true
  }

  /// What they show where the code is no standard one; nil if they are not known.
  var reading: ErrorReading? {
    guard let kind = known.errors.first(where: { $0.phrases.contains(where: mentions) })?.kind
    else { return nil }
    return ErrorReading(
      kind: kind, isCertain: kind.isOfLicence && known.licenceCodes.contains(error))
  }

  /// Which licence they name; nil if they name none.
  var licence: Finding.Kind? {
    known.errors.first { $0.kind.isOfLicence && $0.phrases.contains(where: mentions) }?.kind
  }
}

extension Finding.Kind {
  /// True if something must be ordered or bought.
  fileprivate var isOfLicence: Bool {
    switch self {
    case .appNotBought, .integrationLicence, .scopeLicence, .anyLicence: true
    default: false
    }
  }
}
