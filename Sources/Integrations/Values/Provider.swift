/// A service that a company lets the product into; one company and one provider: an integration.
public enum Provider: String, CaseIterable, Sendable {
  /// Fortnox, the accounting system.
  case fortnox
  /// Fortnox Payments, which Moment authorizes on its own.
  /// https://docs.milientsoftware.com/help/moment-by-topic/integrations/real-time-integrations/fortnox-payments
  case fortnoxPayments = "fortnox-payments"

  /// The name people know our integration with it by.
  public var title: String {
    switch self {
    case .fortnox: "Fortnox"
    case .fortnoxPayments: "Fortnox Payments"
    }
  }

  /// The name of the system itself, where people, rights and licences are.
  public var system: String { "Fortnox" }

  /// What is proposed to transfer where nothing was chosen yet.
  public var proposedTransfers: Registers {
    switch self {
    case .fortnox: Registers([.customers, .projects])
    case .fortnoxPayments: Registers([.payments])
    }
  }

  /// True if its refresh tokens end by themselves, so that a person's grant without one ends with
  /// its access token.
  ///
  /// Fortnox's live for 45 days (https://fortnox.se/developer/authorization/migrate-legacy-token-to-jwt).
  public var refreshTokensEnd: Bool { true }
}
