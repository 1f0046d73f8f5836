/// Support's removal of the stored authorization.
public struct Removal: Hashable, Sendable {
  /// Why.
  public var reason: RemovalReason
  /// Whether the provider confirmed the revocation.
  public var revokedAtProvider: Bool
  /// The record of it.
  public var removed: Citation
  /// The provider's company whose grant was removed; nil where there was none.
  public var providerCompany: String?
  /// When what was removed has ended by itself, revoked or not.
  public var endsAt: Timestamp

  /// A removal as recorded.
  public init(
    _ data: CredentialsRemoved, removed: Citation, providerCompany: String?, endsAt: Timestamp
  ) {
    reason = data.reason
    revokedAtProvider = data.revokedAtProvider
    self.removed = removed
    self.providerCompany = providerCompany
    self.endsAt = endsAt
  }
}

/// A company at the provider, as an earlier grant had it.
public struct RememberedCompany: Hashable, Sendable {
  /// Its number there.
  public var number: String
  /// The consent that it gave.
  public var consented: Citation

  /// A company that consented.
  public init(number: String, consented: Citation) {
    self.number = number
    self.consented = consented
  }
}
