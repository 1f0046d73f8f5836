import Integrations

extension Carrying {
  /// Makes a step that changes the world and no record.
  mutating func mend(_ step: Told.Step) {
    // What is not chosen yet may become anything.
    let asked = product.transfers.isEmpty ? product.world.facts.registers : product.transfers
    let named = step.registers.isEmpty ? asked : step.registers
    switch step.code {
    case "giveRights": give(named)
    case "orderScopeLicence":
      for register in named { product.world.companies[company].licences.insert(register) }
    case "orderIntegrationLicence":
      product.world.companies[company].hasIntegrationLicence = true
      // It is ordered for the company that was asked about.
      if let named = product.codeCompany {
        product.world.companies[named].hasIntegrationLicence = true
      }
    case "allowCompany" where product.world.facts.hasCompanyCode: allowCompany()
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
    default: impossible = "\(step): no such step at the provider"
    }
  }

  /// The company that the integration is with.
  private var company: Int {
    if let kept = product.vault { return product.world.consents[kept.consent].company }
    let known = product.remembered
    return product.world.companies.firstIndex { $0.number == known } ?? 0
  }

  /// Whoever approved lets the app see the company: that of the grant, and the one that is looked for.
  private mutating func allowCompany() {
    let consents = product.world.consents
    var allowed: [(person: Int, company: Int?)] = []
    if let pending = product.pending {
      allowed.append((consents[pending.consent].person, product.codeCompany))
    }
    if let kept = product.vault {
      allowed.append((consents[kept.consent].person, consents[kept.consent].company))
    }
    if allowed.isEmpty { allowed = [(product.world.approver, product.usualCompany)] }
    for case (let person, let company?) in allowed {
      product.world.people[person].gives.insert(company)
    }
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
