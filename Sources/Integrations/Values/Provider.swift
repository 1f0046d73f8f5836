/// A service that a company lets the product into; one company and one provider: an integration.
public enum Provider: String, CaseIterable, Sendable {
  /// Fortnox, the accounting system.
  case fortnox
  /// Fortnox Payments, which Moment authorizes on its own.
  /// https://docs.milientsoftware.com/help/moment-by-topic/integrations/real-time-integrations/fortnox-payments
  case fortnoxPayments = "fortnox-payments"

  /// The name people know it by.
  public var title: String {
    switch self {
    case .fortnox: "Fortnox"
    case .fortnoxPayments: "Fortnox Payments"
    }
  }
}
