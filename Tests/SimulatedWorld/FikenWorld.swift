public import Integrations

/// One company at Fiken and the person who connects it, as the facts have them
/// (https://api.fiken.no/api/v2/docs/).
///
/// A consent is a person's, for the companies that the person gave our app. There are no scopes and no
/// service accounts; modules are ordered for a company, rights given to a person in it.
public struct FikenWorld: Hashable, Sendable {
  /// True if the company code that the product was given names the company.
  public var isCodeRight: Bool
  /// True if the person gave our app access to the company.
  public var isAllowed: Bool
  /// True if the company has the API module.
  public var hasAPIModule: Bool
  /// True if the company has the project module.
  public var hasProjectModule: Bool
  /// The registers that the person may use in the company.
  public var rights: Registers
  /// True while the consent stands.
  public var hasConsent = false

  /// A world by a number; every combination has one.
  public init(_ number: Int) {
    func bit(_ place: Int) -> Bool { number >> place & 1 == 1 }
    isCodeRight = bit(0)
    isAllowed = bit(1)
    hasAPIModule = bit(2)
    hasProjectModule = bit(3)
    rights = Registers([Register.customers, .projects].filter { bit($0 == .customers ? 4 : 5) })
  }

  /// How many worlds there are.
  public static let count = 1 << 6

  /// What `/companies` says of the company code.
  public enum CompanyAnswer: Sendable {
    case found
    case withoutAPI
    case notAmongThem
  }

  var company: CompanyAnswer {
    guard isCodeRight, isAllowed else { return .notAmongThem }
    return hasAPIModule ? .found : .withoutAPI
  }

  /// The HTTP status of a question about a register.
  func status(of register: Register) -> Int {
    guard hasAPIModule, register != .projects || hasProjectModule else { return 402 }
    return rights.contains(register) ? 200 : 403
  }

  /// Changes the world as a person does who takes a step at Fiken; steps in the product change nothing
  /// here.
  mutating func take(_ step: AdviceStep) {
    let registers = step.registers.isEmpty ? [.customers, .projects] : step.registers
    switch step.code {
    // Whoever looks for the company that a wrong code names does not find it.
    case .allowCompany: isAllowed = isAllowed || isCodeRight
    case .orderIntegrationLicence: hasAPIModule = true
    case .orderScopeLicence: hasProjectModule = hasProjectModule || registers.contains(.projects)
    case .giveRights: for register in registers { rights.insert(register) }
    case .approve: hasConsent = true
    default: return
    }
  }
}
