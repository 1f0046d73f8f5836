/// What one provider is, as data: the only place besides its client and its imitation that names it.
///
/// docs/providers.md says how to add one.
public final class ProviderProfile: Sendable {
  /// A register of the provider, and how it is asked.
  public struct RegisterProfile: Sendable {
    /// The register.
    public let register: Register
    /// The scope that a grant needs for it; nil where the provider has no scopes.
    public let scope: String?
    /// The path that a check asks, below the address of the API; nil if nothing can be asked.
    public let path: String?
    /// The member of the answer's JSON that holds its rows; nil where the answer is the list itself.
    public let member: String?

    init(_ register: Register, scope: String? = nil, path: String?, member: String? = nil) {
      self.register = register
      self.scope = scope
      self.path = path
      self.member = member
    }
  }

  /// What must be known of a company before its integration can be authorized.
  public enum CompanyCode: Sendable {
    /// Nothing: the person who logs in chooses the company.
    case none
    /// The code by which the provider's addresses name the company.
    case required
  }

  /// How fast the provider may be asked, over all processes.
  public struct Pace: Sendable {
    /// The most requests in a second; only one is under way at a time.
    public let requestsPerSecond: Int
  }

  /// What is known of a provider's answers beyond the OAuth standard; it decides what may be
  /// concluded from them.
  struct Answers: Sendable {
    /// True if refusals have codes and words of known meaning; else only their layer is known.
    var refusalsHaveCodes: Bool
    /// True if a refresh token can be used once.
    var refreshTokensAreUsedOnce: Bool
    /// True if a licence can be missing for the person alone, and not only for the company.
    var licencesCanBePersons: Bool
    /// True if an answer with neither code nor error has been seen with locked accounts.
    var isSilentWhenLocked: Bool
    /// True if a person's consent is for several companies, so that it may end when that person
    /// consents for another one; then a grant's death is looked for in other companies' records too.
    var consentsAreShared: Bool
  }

  /// The provider.
  public let id: Provider
  /// The name of our integration with it, as people know it.
  public let title: String
  /// The name of the system itself, where people, rights and licences are.
  public let system: String
  /// The registers that can be transferred.
  public let registers: [RegisterProfile]
  /// The registers proposed for transfer until the company has chosen.
  public let proposedTransfers: Registers
  /// The scopes that every attempt asks for, whatever is transferred.
  public let basicScopes: [String]
  /// True if access is asked for, and granted, by scope.
  public let hasScopes: Bool
  /// True if a service account can be authorized in a person's place.
  public let hasServiceAccount: Bool
  /// What must be known of the company beforehand; where it is a code, there are words for it.
  public var companyCode: CompanyCode { words.companyCode == nil ? .none : .required }
  /// How long a refresh token lives, in seconds; nil if it has no end by itself.
  public let refreshTokenSeconds: Int64?
  /// The wait after an answer that there were too many requests, if it names none, in seconds.
  public let rateLimitSeconds: Int
  /// True if a browser leaves for it by a page that goes on by itself.
  ///
  /// A browser checks `form-action` against every hop after a form was sent, and the login of such a
  /// provider leads over hosts that nobody lists.
  public let isLeftForByPage: Bool
  /// How fast it may be asked; nil if no limit can be reached.
  public let pace: Pace?
  /// What is known of its answers beyond the OAuth standard.
  let answers: Answers
  /// The words of its own pages and menus.
  public let words: ProviderWords
  /// What our integration with it is for, in a sentence.
  public let about: @Sendable (HostProduct) -> Text
  /// The scope of each register, by `Register.place`: folds look them up.
  private let scopes: [String?]
  /// The registers that a check can ask.
  private let checked: Registers

  init(
    id: Provider, title: String, system: String, registers: [RegisterProfile],
    proposedTransfers: Registers, basicScopes: [String] = [],
    hasServiceAccount: Bool, refreshTokenSeconds: Int64?, rateLimitSeconds: Int,
    isLeftForByPage: Bool = false, pace: Pace? = nil, answers: Answers,
    words: ProviderWords, about: @escaping @Sendable (HostProduct) -> Text
  ) {
    self.id = id
    self.title = title
    self.system = system
    self.registers = registers
    self.proposedTransfers = proposedTransfers
    self.basicScopes = basicScopes
    hasScopes = !basicScopes.isEmpty || registers.contains { $0.scope != nil }
    self.hasServiceAccount = hasServiceAccount
    self.refreshTokenSeconds = refreshTokenSeconds
    self.rateLimitSeconds = rateLimitSeconds
    self.isLeftForByPage = isLeftForByPage
    self.pace = pace
    self.answers = answers
    self.words = words
    self.about = about
    var scopes = [String?](repeating: nil, count: Register.allCases.count)
    for register in registers { scopes[register.register.place] = register.scope }
    self.scopes = scopes
    checked = Registers(registers.lazy.filter { $0.path != nil }.map(\.register))
  }

  /// How a register is asked; nil if the provider has no such register.
  public func register(_ register: Register) -> RegisterProfile? {
    registers.first { $0.register == register }
  }

  /// The scope that a grant needs for a register; nil where the provider has none.
  public func scope(of register: Register) -> String? { scopes[register.place] }

  /// True if scopes are enough for a register: they hold its own, or it needs none.
  func covers(_ register: Register, by granted: [String]) -> Bool {
    scope(of: register).map(granted.contains) ?? true
  }

  /// The scopes of all registers, sorted, without duplicates.
  var scopesOfRegisters: [String] { Set(scopes.compactMap(\.self)).sorted() }

  /// True if one of the registers needs the scope.
  func isScope(_ scope: String) -> Bool { scopes.contains(scope) }

  /// True if a check can ask the register and so find it open or refused.
  func isChecked(_ register: Register) -> Bool { checked.contains(register) }
}

extension Provider {
  /// What the provider is.
  public var profile: ProviderProfile {
    switch self {
    case .fortnox: .fortnox
    case .fortnoxPayments: .fortnoxPayments
    case .fiken: .fiken
    }
  }
}
