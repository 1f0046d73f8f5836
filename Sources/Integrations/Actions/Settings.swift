/// `configured`: the settings as they were saved, whole.
public struct Configured: Hashable, Sendable {
  /// What to transfer.
  public var transfers: Registers
  /// True if transfers run.
  public var enabled: Bool
  /// The number of the company code, which rises with each change.
  ///
  /// The code itself is kept sealed elsewhere, because it can hold a person's name.
  ///
  /// Nil if the provider needs no company code, or none was set.
  public var companyCode: Int?

  /// The settings as saved.
  public init(transfers: Registers, enabled: Bool, companyCode: Int? = nil) {
    self.transfers = transfers
    self.enabled = enabled
    self.companyCode = companyCode
  }
}

/// `serviceAccountSelected`: whether the next authorization asks for a service account.
public struct ServiceAccountSelected: Hashable, Sendable {
  /// True when chosen, false when taken back.
  public var selected: Bool

  /// The choice made.
  public init(selected: Bool) {
    self.selected = selected
  }
}

/// `credentialsRemoved`: what support did and why.
public struct CredentialsRemoved: Hashable, Sendable {
  /// Why.
  public var reason: RemovalReason
  /// The support ticket.
  public var ticket: String?
  /// True if the provider confirmed that the grant is revoked there.
  public var revokedAtProvider: Bool

  /// What support did.
  public init(reason: RemovalReason, ticket: String? = nil, revokedAtProvider: Bool) {
    self.reason = reason
    self.ticket = ticket
    self.revokedAtProvider = revokedAtProvider
  }
}

/// Why support removed the authorization.
public enum RemovalReason: String, CaseIterable, Sendable {
  /// The company wants a service account in place of a person.
  case switchToServiceAccount
  /// The company asked.
  case requested
  /// The company is leaving.
  case offboarding
}
