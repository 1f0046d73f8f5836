// What Fortnox's codes and words mean: https://www.fortnox.se/developer/guides-and-good-to-know/errors.

extension PermissionDenied.Refusal {
  /// What the refusal shows, and whether a code with a confirmed meaning says so.
  ///
  /// Code and words are read together: one code (2003275) has had two meanings, and the HTTP status
  /// is no key.
  ///
  /// - Parameter layer: That of the record, for a refusal which names none and tells none.
  func reading(_ layer: PermissionDenied.Layer) -> (kind: Finding.Kind, isCertain: Bool) {
    switch code {
    case 2_001_103: return (.registerIntegrationLicence, true)
    case 2_001_101: return (.registerLicence, true)
    case 2_000_663: return (.registerScope, true)
    default: break
    }
    let words = message.lowercased()
    if words.contains("api-licens") { return (.registerIntegrationLicence, false) }
    let told = self.layer ?? layer
    if self.layer == nil || self.layer == .person {
      if isRight(words) { return (.registerRight, isNamedRight) }
      if told == .person, !words.contains("licens"), !words.contains("scope") {
        return (.registerRightOrLicence, false)
      }
    }
    if self.layer == nil {
      if words.contains("licens") { return (.registerLicence, false) }
      if words.contains("scope") { return (.registerScope, false) }
    }
    return (Self.kind(told), false)
  }

  private static func kind(_ layer: PermissionDenied.Layer) -> Finding.Kind {
    switch layer {
    case .person: .registerRight
    case .scope: .registerScope
    case .licence: .registerLicence
    }
  }

  private func isRight(_ words: String) -> Bool {
    !words.contains("scope") && !words.contains("licens")
      && ["saknar behörighet för ", "saknar rättighet för ", "permission to "].contains {
        words.contains($0)
      }
  }

  /// True for a code that is known to stand for a missing right, with the words that it has.
  ///
  /// Other words, and two alone ("Behörighet saknas"), have stood for a scope and a licence as well.
  private var isNamedRight: Bool {
    guard layer == nil || layer == .person else { return false }
    let words = message.lowercased()
    return switch code {
    case 2_001_538: words.contains("saknar behörighet för kundregister")
    case 2_003_275: words.contains("saknar behörighet för leverantörsregister")
    case 2_001_339: words.contains("permission to list invoices")
    default: false
    }
  }
}

/// What an OAuth error or a failure's words show.
struct ErrorReading {
  var kind: Finding.Kind?
  var isCertain: Bool

  /// Reads the error of a callback; the kind is nil where it reaches no layer (`access_denied`).
  init(error: String, words: String?) {
    let all = "\(error) \(words ?? "")".lowercased()
    (kind, isCertain) =
      switch error {
      case "access_denied": (nil, true)
      case "invalid_scope": (.scopeNotEnabled, true)
      case "invalid_client", "unauthorized_client": (.clientRefused, true)
      case "server_error", "temporarily_unavailable": (.providerDown, true)
      default: Self.words(all) ?? (.attemptUnrecognised, true)
      }
    if kind == .scopeNotEnabled, all.contains("service account") {
      kind = .serviceAccountNotAllowed
    }
  }

  private static func words(_ all: String) -> (Finding.Kind, Bool)? {
    if let kind = licence(all) { return (kind, all.contains("error_missing_")) }
    // One witness has the exact string, so it is looked for by its parts.
    if all.contains("missing_system_admin") || all.contains("admin_right") {
      return (.notSystemAdministrator, false)
    }
    if all.contains("does not allow service account") { return (.serviceAccountNotAllowed, false) }
    if all.contains("clientid supplied is invalid") { return (.clientRefused, false) }
    return nil
  }

  /// Which licence an error's code and words name; nil where they name none.
  static func licence(_ all: String) -> Finding.Kind? {
    if all.contains("error_missing_app_license") { return .appNotBought }
    if all.contains("2001103") || all.contains("api-licens") { return .integrationLicence }
    if all.contains("2001101") || all.contains("ingen aktiv licens") { return .scopeLicence }
    let isBare = ["error_missing_license", "missing license", "not have enough licenses"]
    return isBare.contains { all.contains($0) } ? .anyLicence : nil
  }
}

extension Failed {
  /// What is wrong by this failure; nil where it reached no layer.
  ///
  /// The reason decides; code and words tell which of its kinds it is.
  func reading(ofAttempt: Bool) -> ErrorReading? {
    let all = "\(providerError ?? "") \(providerMessage ?? "")".lowercased()
    let isSaid = providerError == nil && providerMessage == nil
    func certain(_ codes: String...) -> Bool { isSaid || codes.contains(providerError ?? "") }
    let (kind, isCertain): (Finding.Kind?, Bool) =
      switch reason {
      case .licenceMissing:
        (
          ErrorReading.licence(all) ?? .anyLicence,
          certain("error_missing_license", "error_missing_app_license", "2001101", "2001103")
        )
      case .notSystemAdministrator: (.notSystemAdministrator, isSaid)
      case .scopeNotEnabled:
        all.contains("service account")
          ? (.serviceAccountNotAllowed, false) : (.scopeNotEnabled, certain("invalid_scope"))
      case .clientRejected:
        (.clientRefused, certain("invalid_client", "unauthorized_client"))
      case .emptyCallback: (.accountLocked, false)
      case .grantDead: (.grantDead, true)
      case .refreshUnknown: (.answerLost, false)
      case .wrongCompany: (.otherCompany, true)
      case .providerUnavailable: (.providerDown, true)
      case .unrecognised: (ofAttempt ? .attemptUnrecognised : .grantUnrecognised, true)
      case .checkUnknown, .declined, .codeRejected, .exchangeUnknown, .abandoned, .superseded:
        (nil, true)
      }
    guard let kind else { return nil }
    return ErrorReading(kind: kind, isCertain: isCertain)
  }

}

extension ErrorReading {
  init(kind: Finding.Kind, isCertain: Bool) {
    self.kind = kind
    self.isCertain = isCertain
  }
}
