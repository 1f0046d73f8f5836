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
  /// What must be known of the company beforehand.
  public let companyCode: CompanyCode
  /// How long a refresh token lives, in seconds; nil if it has no end by itself.
  public let refreshTokenSeconds: Int64?
  /// True if a revocation is asked for with a living access token, and not with the refresh token.
  public let revokesByAccessToken: Bool
  /// The wait after an answer that there were too many requests, if it names none, in seconds.
  public let rateLimitSeconds: Int
  /// How fast it may be asked; nil if no limit can be reached.
  public let pace: Pace?

  init(
    id: Provider, title: String, system: String, registers: [RegisterProfile],
    proposedTransfers: Registers, basicScopes: [String] = [], hasScopes: Bool,
    hasServiceAccount: Bool, companyCode: CompanyCode, refreshTokenSeconds: Int64?,
    revokesByAccessToken: Bool, rateLimitSeconds: Int, pace: Pace? = nil
  ) {
    self.id = id
    self.title = title
    self.system = system
    self.registers = registers
    self.proposedTransfers = proposedTransfers
    self.basicScopes = basicScopes
    self.hasScopes = hasScopes
    self.hasServiceAccount = hasServiceAccount
    self.companyCode = companyCode
    self.refreshTokenSeconds = refreshTokenSeconds
    self.revokesByAccessToken = revokesByAccessToken
    self.rateLimitSeconds = rateLimitSeconds
    self.pace = pace
  }

  /// How a register is asked; nil if the provider has no such register.
  public func register(_ register: Register) -> RegisterProfile? {
    registers.first { $0.register == register }
  }

  /// The scope that a grant needs for a register; nil where the provider has none.
  public func scope(of register: Register) -> String? { self.register(register)?.scope }
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
