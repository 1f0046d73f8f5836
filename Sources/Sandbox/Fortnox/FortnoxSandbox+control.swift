import Synchronization

/// What the control page of the imitation of Fortnox does and shows.
extension FortnoxSandbox {
  var controls: [String] { ["right", "licence", "app"] }

  func control(_ name: String, _ form: Fields) -> Bool {
    switch name {
    case "right": right(form)
    case "licence": licence(form)
    case "app": app(form)
    default: false
    }
  }

  private func right(_ form: Fields) -> Bool {
    guard let company = form["company"], let register = form["register"] else { return false }
    return state.withLock { state in
      guard let index = state.world.people.firstIndex(where: { $0.user == form["person"] }),
        state.world.people[index].companies[company] != nil
      else { return false }
      if register == "systemadministrator" {
        state.world.people[index].companies[company]?.isSystemAdministrator =
          form["granted"] == "yes"
      } else if form["granted"] == "yes" {
        state.world.people[index].companies[company]?.rights.insert(register)
      } else {
        state.world.people[index].companies[company]?.rights.remove(register)
      }
      return true
    }
  }

  /// Gives a company a licence or our app, unlocks its account, or the opposite.
  private func licence(_ form: Fields) -> Bool {
    guard let number = form["company"], let licence = form["licence"] else { return false }
    let isHeld = form["held"] == "yes"
    return state.withLock { state in
      guard var company = state.world.companies[number] else { return false }
      switch licence {
      case "app": company.hasApp = isHeld
      case "account": company.isLocked = !isHeld
      default:
        if isHeld { company.licences.insert(licence) } else { company.licences.remove(licence) }
      }
      state.world.companies[number] = company
      return true
    }
  }

  /// Allows our app a scope, service accounts or its own credentials, or the opposite.
  private func app(_ form: Fields) -> Bool {
    guard let what = form["what"], Self.appFeatures.contains(what) else { return false }
    state.withLock { state in
      if form["allowed"] == "yes" {
        state.withheld.remove(what)
      } else {
        state.withheld.insert(what)
      }
    }
    return true
  }

  private static let appFeatures =
    FortnoxWorld.scopes.values.sorted() + [FortnoxState.serviceAccounts, FortnoxState.credentials]

  func report() -> [String: any Sendable] {
    let grants = state.withLock { state in
      state.grants.map { grant -> [String: any Sendable] in
        [
          "company": grant.company, "user": grant.user, "isService": grant.isService,
          "isAlive": grant.isAlive, "hasTokens": grant.refreshToken != nil,
        ]
      }
    }
    return ["grants": grants]
  }

  func controlValues() -> [String: Any] {
    let state = state.withLock { $0 }
    let registers = FortnoxWorld.scopes.keys.sorted() + ["systemadministrator"]
    return [
      "features": Self.appFeatures, "withheld": state.withheld.sorted(),
      "people": state.world.people.map { person -> [String: Any] in
        [
          "user": person.user, "about": FortnoxLoginPages.about(person, state.world),
          "company": person.companies.keys.min() ?? "", "registers": registers,
        ]
      },
      "companies": state.world.companies.sorted { $0.key < $1.key }.map {
        number, company -> [String: Any] in
        [
          "number": number, "name": company.name,
          "licences": FortnoxWorld.everyLicence.sorted() + ["app", "account"],
        ]
      },
      "grants": state.grants.map { grant -> [String: Any] in
        let kind = grant.isService ? "service account" : "person"
        return [
          "text": "\(grant.company), \(grant.user), \(kind)",
          "standing": grant.isAlive ? "alive" : "ended",
        ]
      },
    ]
  }
}
