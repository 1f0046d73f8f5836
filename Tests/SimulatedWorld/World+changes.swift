import Integrations

extension World {
  /// Lets something change that nobody sees, at the company and the person of the last consent.
  mutating func change(_ change: Happening.Change) {
    let company = consents.last?.company ?? 0
    let person = consents.last?.person ?? approver
    switch change {
    case .rights(let register, let has): people[person].rights.set(register, has)
    case .serviceRights(let register, let has):
      companies[company].serviceRights.set(register, has)
    case .licence(let register, let has):
      // Customers need no module of their own where a company is named by a code.
      if facts.hasCompanyCode, register == .customers { return }
      companies[company].licences.set(register, has)
    case .integration(let has): companies[company].hasIntegrationLicence = has
    case .app(let has): companies[company].hasApp = has
    case .locked(let isLocked): companies[company].isLocked = isLocked
    case .scope(let register, let has): app.scopes.set(register, has)
    case .serviceAllowed(let has): app.allowsServiceAccount = has
    case .secret(let isRight): app.hasRightSecret = isRight
    case .consentRemoved:
      for index in consents.indices { consents[index].isAlive = false }
    case .tokenSpent: if let last = consents.indices.last { consents[last].token += 1 }
    case .given(let isGiven):
      if isGiven {
        people[person].gives.insert(company)
      } else {
        people[person].gives.remove(company)
      }
    case .clock(let seconds): skew = seconds
    case .personLeaves:
      people[person].reaches.remove(company)
      for index in consents.indices
      where consents[index].person == person && !consents[index].isService {
        consents[index].isAlive = false
      }
    case .down(let isDown): self.isDown = isDown
    case .strange(let isStrange): self.isStrange = isStrange
    case .vault: break
    }
  }
}

extension Registers {
  /// Puts a register in or takes it out.
  mutating func set(_ register: Register, _ isIn: Bool) {
    if isIn { insert(register) } else { self = without(register) }
  }
}
