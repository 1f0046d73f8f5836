import Synchronization

/// What the control page of the imitation of Fiken does and shows.
extension FikenSandbox {
  var controls: [String] { ["switch", "app", "right", "module", "given", "company"] }

  func control(_ name: String, _ form: Fields) -> Bool {
    state.withLock { state in
      switch name {
      case "switch":
        state.switches.set(form["name"] ?? "", to: form["position"] ?? "")
      case "app": Self.app(form, &state)
      case "right": Self.right(form, &state)
      case "module": Self.module(form, &state)
      case "given": Self.given(form, &state)
      case "company": Self.company(form, &state)
      default: false
      }
    }
  }

  /// Takes our app's id and secret, or no longer.
  private static func app(_ form: Fields, _ state: inout FikenState) -> Bool {
    guard form["what"] == "credentials" else { return false }
    state.isAppRefused = form["allowed"] != "yes"
    return true
  }

  /// Gives a person a register of a company or takes it; `company` stands for the company itself.
  private static func right(_ form: Fields, _ state: inout FikenState) -> Bool {
    guard let slug = form["company"], state.world.companies[slug] != nil,
      let register = form["register"],
      let index = state.world.people.firstIndex(where: { $0.user == form["person"] })
    else { return false }
    let isGranted = form["granted"] == "yes"
    var registers = state.world.people[index].companies[slug]
    switch register {
    case "company":
      registers = isGranted ? registers ?? FikenWorld.everyRegister : nil
    case _ where FikenWorld.everyRegister.contains(register) && registers != nil:
      if isGranted { registers?.insert(register) } else { registers?.remove(register) }
    default: return false
    }
    state.world.people[index].companies[slug] = registers
    return true
  }

  /// Orders a module for a company, or ends it.
  private static func module(_ form: Fields, _ state: inout FikenState) -> Bool {
    guard let slug = form["company"], state.world.companies[slug] != nil,
      let module = form["module"], FikenWorld.everyModule.contains(module)
    else { return false }
    if form["held"] == "yes" {
      state.world.companies[slug]?.modules.insert(module)
    } else {
      state.world.companies[slug]?.modules.remove(module)
    }
    return true
  }

  /// Gives the app a company of a person or takes it, as the person can in their account.
  private static func given(_ form: Fields, _ state: inout FikenState) -> Bool {
    guard let slug = form["company"],
      let person = state.world.people.first(where: { $0.user == form["person"] }),
      person.companies[slug] != nil, state.hasApp(person.user)
    else { return false }
    var companies = state.given[person.user, default: []]
    if form["given"] == "yes" { companies.insert(slug) } else { companies.remove(slug) }
    state.give(Array(companies), of: person.user)
    return true
  }

  /// Makes a company, which no earlier consent covers.
  private static func company(_ form: Fields, _ state: inout FikenState) -> Bool {
    guard let slug = form["company"], let name = form["name"],
      state.world.companies[slug] == nil,
      slug.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil,
      let index = state.world.people.firstIndex(where: { $0.user == form["person"] })
    else { return false }
    state.world.companies[slug] = FikenWorld.Business(
      name: name, organisationNumber: form["number"], isTest: form["test"] == "yes")
    state.world.people[index].companies[slug] = FikenWorld.everyRegister
    return true
  }

  func report() -> [String: any Sendable] {
    let state = state.withLock { $0 }
    return [
      "grants": state.grants.map { grant -> [String: any Sendable] in
        [
          "user": grant.user, "isAlive": grant.isAlive, "hasTokens": grant.refreshToken != nil,
        ]
      },
      "given": state.given.mapValues { $0.sorted() },
      "switches": Dictionary(
        uniqueKeysWithValues: state.switches.shown.map { ($0.name, $0.position) }),
    ]
  }

  func controlValues() -> [String: Any] {
    let state = state.withLock { $0 }
    return [
      "switches": state.switches.shown.map { shown -> [String: Any] in
        [
          "name": shown.name, "about": shown.about,
          "positions": shown.positions.map { position -> [String: Any] in
            ["position": position, "isOn": position == shown.position]
          },
        ]
      },
      "isAppRefused": state.isAppRefused, "registers": ["contacts", "projects", "company"],
      "modules": FikenWorld.everyModule.sorted(),
      "people": state.world.people.map { person -> [String: Any] in
        [
          "user": person.user, "about": FikenLoginPages.about(person, state.world),
          "companies": person.companies.keys.sorted(),
        ]
      },
      "companies": state.world.companies.keys.sorted(),
      "grants": state.grants.map { grant -> [String: Any] in
        let companies = state.given[grant.user, default: []].sorted().prefix(4)
        let text = companies.isEmpty ? "no company" : companies.joined(separator: ", ")
        return [
          "text": "\(grant.user), \(text)", "standing": grant.isAlive ? "alive" : "ended",
        ]
      },
    ]
  }
}
