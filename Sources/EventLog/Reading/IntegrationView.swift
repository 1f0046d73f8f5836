public import Integrations

/// An integration as it was or is at a moment.
public struct IntegrationView: Hashable, Sendable {
  /// The company.
  public let company: Company
  /// The provider.
  public let provider: Provider
  /// The fold of its records.
  public let state: Integration
  /// Where the clock stands: phases and verdicts are as of then.
  public let now: Timestamp
  /// How many records of the company's stream counted.
  public let size: Int64
}
