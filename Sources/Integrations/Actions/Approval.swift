/// `approved` and `reauthorized`: a grant that was given or found in order.
public struct Approval: Hashable, Sendable {
  /// How the grant was found in order.
  public enum Via: String, CaseIterable, Sendable {
    /// A person consented and the code was exchanged.
    case consent
    /// The registers were checked again and all are open.
    case recheck
    /// The tokens were refreshed.
    case refresh
  }

  /// The answer of one register.
  public struct Check: Hashable, Sendable {
    /// The register that was asked.
    public var register: Register
    /// True if it is open; nil if no answer came.
    public var ok: Bool?

    /// An answer, or its absence.
    public init(register: Register, ok: Bool?) {
      self.register = register
      self.ok = ok
    }
  }

  /// The attempt that the grant came from.
  public var attempt: AttemptID
  /// How it was found in order.
  public var via: Via
  /// Whose rights it has.
  public var accountType: AccountType
  /// The scopes that the provider granted, sorted, without duplicates.
  public var scopes: [String]
  /// The provider's number of the company that consented.
  public var providerCompany: String
  /// What the registers answered, sorted by register.
  public var checks: [Check]
  /// When the access token expires.
  public var accessTokenExpiresAt: Timestamp
  /// When the refresh token expires; nil for a grant that has none.
  public var refreshTokenExpiresAt: Timestamp?

  /// A grant given by the provider.
  public init(
    attempt: AttemptID, via: Via, accountType: AccountType, scopes: [String],
    providerCompany: String, checks: [Check], accessTokenExpiresAt: Timestamp,
    refreshTokenExpiresAt: Timestamp? = nil
  ) {
    self.attempt = attempt
    self.via = via
    self.accountType = accountType
    self.scopes = scopes
    self.providerCompany = providerCompany
    self.checks = checks
    self.accessTokenExpiresAt = accessTokenExpiresAt
    self.refreshTokenExpiresAt = refreshTokenExpiresAt
  }
}
