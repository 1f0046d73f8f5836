import Integrations

extension Carrying {
  /// Makes a step that changes the world and no record.
  mutating func mend(_ step: Told.Step) {
    // What is not chosen yet may become anything.
    let asked = product.transfers.isEmpty ? Register.allCases : product.transfers
    let named = step.registers.isEmpty ? asked : step.registers
    switch step.code {
    case "giveRights": give(named)
    case "orderScopeLicence":
      for register in named { product.world.companies[company].licences.insert(register) }
    case "orderIntegrationLicence": product.world.companies[company].hasIntegrationLicence = true
    case "buyApp": product.world.companies[company].hasApp = true
    case "unlockAccount": product.world.companies[company].isLocked = false
    case "enableScopesAtProvider":
      for register in Register.allCases { product.world.app.scopes.insert(register) }
    case "allowServiceAccountAtProvider": product.world.app.allowsServiceAccount = true
    case "mendClientCredentials": product.world.app.hasRightSecret = true
    case "restoreVault": product.isVaultWhole = true
    case "removeAtProvider":
      if let last = product.world.consents.indices.last {
        product.world.consents[last].isAlive = false
      }
    default: impossible = "\(step): no such step at Fortnox"
    }
  }

  /// The company that the integration is with.
  private var company: Int {
    if let kept = product.vault { return product.world.consents[kept.consent].company }
    let known = product.remembered
    return product.world.companies.firstIndex { $0.number == known } ?? 0
  }

  private mutating func give(_ registers: [Register]) {
    let consent = product.vault.map { product.world.consents[$0.consent] }
    guard consent?.isService != true else {
      for register in registers {
        product.world.companies[company].serviceRights.insert(register)
        product.world.companies[company].licences.insert(register)
      }
      return
    }
    let person = consent?.person ?? product.world.approver
    let isGone = !product.world.people[person].reaches.contains(company)
    // Where the person has left, whoever approves next is given the rights.
    for index in product.world.people.indices where index == person || isGone {
      for register in registers { product.world.people[index].rights.insert(register) }
    }
  }
}

extension Product {
  /// Whether the integration is active by the rules and everything can be transferred right now.
  var works: Bool {
    guard state.phase(at: now) == .active, isVaultWhole, let vault else { return false }
    return world.works(
      world.consents[vault.consent], token: vault.token, registers: checkable)
  }
}
