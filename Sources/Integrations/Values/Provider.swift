/// A service to which a company gives the product access, by its id in records.
///
/// A company and a provider make an integration. What a provider is stands in its profile.
public enum Provider: String, CaseIterable, Sendable {
  case fortnox
  case fortnoxPayments = "fortnox-payments"
  case fiken

  /// The name of our integration with it, as people know it.
  public var title: String { profile.title }

  /// The name of the system itself, where people, rights and licences are.
  public var system: String { profile.system }

  /// The registers proposed for transfer until the company has chosen.
  public var proposedTransfers: Registers { profile.proposedTransfers }

  /// True if its refresh tokens expire, so that a person's grant without one expires with its
  /// access token.
  public var refreshTokensEnd: Bool { profile.refreshTokenSeconds != nil }
}
