/// Support's removal of the stored authorization.
public struct Removal: Hashable, Sendable {
  /// Why.
  public var reason: RemovalReason
  /// True if the provider confirmed the revocation.
  public var revokedAtProvider: Bool
  /// The record of the removal.
  public var removed: Citation
  /// The provider's company whose grant was removed; nil if there was none.
  public var providerCompany: String?
  /// When the removed authorization has expired, revoked or not.
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

/// The provider's company of an earlier grant.
public struct RememberedCompany: Hashable, Sendable {
  /// Its number there.
  public var number: String
  /// The record of its consent.
  public var consented: Citation

  /// A company that consented.
  public init(number: String, consented: Citation) {
    self.number = number
    self.consented = consented
  }
}
