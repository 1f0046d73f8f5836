import Integrations

extension Told.Step {
  /// What the step is meant against.
  ///
  /// - Parameter transfers: The registers that count where it names none.
  func causes(_ transfers: [Register]) -> Causes {
    // What is not chosen yet may become anything.
    let chosen = transfers.isEmpty ? Register.allCases : transfers
    let named = registers.isEmpty ? chosen : registers
    return switch code {
    case "giveRights": .each(named, Causes.right)
    case "orderScopeLicence": .each(named, Causes.licence)
    case "orderIntegrationLicence": .integration
    case "buyApp": .appNotBought
    case "unlockAccount": [.locked, .empty]
    case "enableScopesAtProvider": .scopesNotEnabled
    case "allowServiceAccountAtProvider": .serviceNotAllowed
    case "mendClientCredentials": .client
    case "approveAsSystemAdministrator": .notSystemAdministrator
    case "choosePersonsAccount": [.notSystemAdministrator, .serviceNotAllowed]
    case "chooseServiceAccount": .rights
    case "chooseCompany": .wrongCompany
    case "allowCompany": .notGiven
    case "configure": .wrongCode
    case "authorize", "reauthorize", "saveAndAuthorize":
      Causes.each(named, Causes.scope).union([.grantDead, .wrongCompany])
        .union(code == "saveAndAuthorize" ? .wrongCode : [])
    case "restoreVault": .vault
    case "wait": [.outage, .strange]
    case "readProvidersWords": .strange
    case "askSupportToRemove", "removeAuthorization": .wrongCompany
    default: []
    }
  }
}

extension Told.Step {
  /// Whether it starts an attempt.
  var startsAttempt: Bool { ["authorize", "reauthorize", "saveAndAuthorize"].contains(code) }
}

extension String {
  /// The causes that a verdict of this code can rest on; nil where it speaks of none.
  var verdictCauses: Causes? {
    switch self {
    case "LICENCE_MISSING": Causes.licences.union([.integration, .appNotBought])
    case "NOT_SYSTEM_ADMIN": .notSystemAdministrator
    case "SCOPE_NOT_ENABLED": Causes.scopesNotEnabled.union(.serviceNotAllowed)
    case "CLIENT_REFUSED": .client
    case "AUTHORIZER_LACKS_RIGHTS": Causes.rights.union(.notGiven)
    case "SCOPE_NOT_GRANTED": .scopes
    case "GRANT_DEAD": .grantDead
    case "OTHER_COMPANY": [.wrongCompany, .wrongCode, .notGiven]
    case "PROVIDER_DOWN": .outage
    case "CREDENTIALS_UNUSABLE": .vault
    case "CALLBACK_EMPTY": [.locked, .empty]
    default: nil
    }
  }
}
