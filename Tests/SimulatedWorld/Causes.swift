import Integrations

/// A set of hidden causes: what can be wrong in the world, a bit each.
///
/// An answer of the provider carries the causes that really were behind it, and all causes that
/// would have given the very same answer.
struct Causes: OptionSet, Hashable, Sendable {
  /// The bits.
  let rawValue: UInt64

  /// The set with these bits.
  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The app may not ask for a service account.
  static let serviceNotAllowed = Causes(rawValue: 1 << 48)
  /// The app's own credentials are wrong.
  static let client = Causes(rawValue: 1 << 49)
  /// The provider is down.
  static let outage = Causes(rawValue: 1 << 50)
  /// The company's account is locked.
  static let locked = Causes(rawValue: 1 << 51)
  /// The company has not bought the app.
  static let appNotBought = Causes(rawValue: 1 << 52)
  /// The company has no Integration licence.
  static let integration = Causes(rawValue: 1 << 53)
  /// The person who approves a service account is not a system administrator.
  static let notSystemAdministrator = Causes(rawValue: 1 << 54)
  /// Another company consented.
  static let wrongCompany = Causes(rawValue: 1 << 55)
  /// The grant is dead.
  static let grantDead = Causes(rawValue: 1 << 56)
  /// Our copy of the credentials cannot be used.
  static let vault = Causes(rawValue: 1 << 57)
  /// The provider says what nobody knows.
  static let strange = Causes(rawValue: 1 << 58)
  /// A callback came with nothing in it, for no reason of the company's.
  static let empty = Causes(rawValue: 1 << 59)

  /// The person who approved does not let our app see the company.
  static let notGiven = Causes(rawValue: 1 << 60)
  /// The company code names another company than the one that is meant, or none.
  static let wrongCode = Causes(rawValue: 1 << 61)

  /// The approver lacks the right to a register.
  static func right(_ register: Register) -> Causes { bit(register, 0) }
  /// The grant lacks the scope of a register.
  static func scope(_ register: Register) -> Causes { bit(register, 12) }
  /// The company lacks the licence of a register.
  static func licence(_ register: Register) -> Causes { bit(register, 24) }
  /// The app may not ask for the scope of a register.
  static func notEnabled(_ register: Register) -> Causes { bit(register, 36) }

  /// All missing rights.
  static let rights = Causes(rawValue: 0xfff)
  /// All scopes missing in a grant.
  static let scopes = Causes(rawValue: 0xfff << 12)
  /// All missing licences of scopes.
  static let licences = Causes(rawValue: 0xfff << 24)
  /// All scopes that the app may not ask for.
  static let scopesNotEnabled = Causes(rawValue: 0xfff << 36)

  private static let places: [Register: UInt64] = {
    var places: [Register: UInt64] = [:]
    for (place, register) in Register.allCases.prefix(12).enumerated() {
      places[register] = UInt64(place)
    }
    return places
  }()

  private static func bit(_ register: Register, _ offset: UInt64) -> Causes {
    Causes(rawValue: 1 << ((places[register] ?? 11) + offset))
  }

  /// How many causes there are.
  var count: Int { rawValue.nonzeroBitCount }

  /// The same cause of each register.
  static func each(_ registers: [Register], _ cause: (Register) -> Causes) -> Causes {
    registers.reduce(into: []) { $0.formUnion(cause($1)) }
  }
}

extension Causes: CustomStringConvertible {
  /// The causes by name, for a failure's text.
  var description: String {
    let single: [(Causes, String)] = [
      (.serviceNotAllowed, "serviceNotAllowed"), (.client, "client"), (.outage, "outage"),
      (.locked, "locked"), (.appNotBought, "appNotBought"), (.integration, "integration"),
      (.notSystemAdministrator, "notSystemAdministrator"), (.wrongCompany, "wrongCompany"),
      (.grantDead, "grantDead"), (.vault, "vault"), (.strange, "strange"), (.empty, "empty"),
      (.notGiven, "notGiven"), (.wrongCode, "wrongCode"),
    ]
    var names = single.filter { contains($0.0) }.map(\.1)
    for register in Register.allCases {
      if contains(.right(register)) { names.append("right:\(register)") }
      if contains(.scope(register)) { names.append("scope:\(register)") }
      if contains(.licence(register)) { names.append("licence:\(register)") }
      if contains(.notEnabled(register)) { names.append("notEnabled:\(register)") }
    }
    return names.joined(separator: " ")
  }
}
