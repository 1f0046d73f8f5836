/// Whose rights a grant has.
public enum AccountType: String, CaseIterable, Sendable {
  /// The person's who approved.
  case user
  /// A service account's, which only a system administrator can approve.
  case service
}

/// `authorizeStarted`: the attempt as the browser took it to the provider.
public struct AuthorizeStarted: Hashable, Sendable {
  /// The attempt.
  public var attempt: AttemptID
  /// The account type asked for.
  public var accountType: AccountType
  /// The scopes asked for, sorted, without duplicates.
  public var scopes: [String]
  /// When the attempt ends by itself.
  public var expiresAt: Timestamp

  /// An attempt at its start.
  public init(
    attempt: AttemptID, accountType: AccountType, scopes: [String], expiresAt: Timestamp
  ) {
    self.attempt = attempt
    self.accountType = accountType
    self.scopes = scopes
    self.expiresAt = expiresAt
  }
}
