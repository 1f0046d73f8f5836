/// What an approved attempt left.
public struct Grant: Hashable, Sendable {
  /// The attempt it came from.
  public var attempt: AttemptID
  /// Whose rights it has.
  public var accountType: AccountType
  /// The registers that answered last that they are open, with this grant.
  public var open = Registers()
  /// The scopes that were granted.
  public var scopes: [String]
  /// The provider's number of the company.
  public var providerCompany: String
  /// When the access token expires.
  public var accessTokenExpiresAt: Timestamp
  /// When the refresh token expires; nil for a grant that has none.
  public var refreshTokenExpiresAt: Timestamp?
  /// The record of the consent.
  public var consented: Citation
  /// The latest record of a refresh.
  public var refreshed: Citation?
  /// The latest record of a check that found every register open.
  public var rechecked: Citation?

  /// The latest record that found it in order, whichever way.
  public var confirmed: Citation {
    guard let rechecked else { return proven }
    return max(proven, rechecked)
  }

  /// The latest record that showed the grant itself alive: a consent or a refresh.
  public var proven: Citation { refreshed.map { max($0, consented) } ?? consented }

  /// A grant given by the provider.
  public init(_ data: Approval, consented: Citation) {
    attempt = data.attempt
    accountType = data.accountType
    scopes = data.scopes
    providerCompany = data.providerCompany
    accessTokenExpiresAt = data.accessTokenExpiresAt
    refreshTokenExpiresAt = data.refreshTokenExpiresAt
    self.consented = consented
  }
}
