/// A service to which a company gives the product access.
///
/// A company and a provider make an integration.
public enum Provider: String, CaseIterable, Sendable {
  /// Fortnox, the accounting system.
  case fortnox
  /// Fortnox Payments, which Moment authorizes on its own.
  /// https://docs.milientsoftware.com/help/moment-by-topic/integrations/real-time-integrations/fortnox-payments
  case fortnoxPayments = "fortnox-payments"

  /// The name of our integration with it, as people know it.
  public var title: String {
    switch self {
    case .fortnox: "Fortnox"
    case .fortnoxPayments: "Fortnox Payments"
    }
  }

  /// The name of the system itself, where people, rights and licences are.
  public var system: String { "Fortnox" }

  /// The registers proposed for transfer until the company has chosen.
  public var proposedTransfers: Registers {
    switch self {
    case .fortnox: Registers([.customers, .projects])
    case .fortnoxPayments: Registers([.payments])
    }
  }

  /// True if its refresh tokens expire, so that a person's grant without one expires with its
  /// access token.
  ///
  /// Fortnox's live for 45 days (https://fortnox.se/developer/authorization/migrate-legacy-token-to-jwt).
  public var refreshTokensEnd: Bool { true }
}
