/// The latest run through authorize, login, consent, callback, exchange and check.
public struct Attempt: Hashable, Sendable {
  /// Its id.
  public var id: AttemptID
  /// Whose rights it asks for.
  public var accountType: AccountType
  /// The scopes it asks for.
  public var scopes: [String]
  /// When it ends by itself.
  public var expiresAt: Timestamp
  /// The record that started it.
  public var started: Citation
  /// What the accepted callback answered with; nil until one is accepted.
  public var answer: CallbackAnswer?
  /// The record of the accepted callback.
  public var answered: Citation?
  /// How it ended; nil while it is open.
  public var outcome: Outcome?
  /// The record that ended it.
  public var ended: Citation?
  /// Why the latest callback that did not count was refused.
  public var refusedCallback: CallbackVerdict?
  /// The record of that callback.
  public var refused: Citation?
  /// How many callbacks were recorded beside the accepted one.
  public var repeats = 0
  /// True if a callback of an earlier attempt was recorded since this one started.
  public var isBesideEarlier = false

  /// How an attempt ends.
  public enum Outcome: Hashable, Sendable {
    /// It left a grant.
    case approved
    /// It came to nothing.
    case failed(Failed.Stage, Failed.Reason)
  }

  /// An attempt at its start.
  public init(_ data: AuthorizeStarted, started: Citation) {
    id = data.attempt
    accountType = data.accountType
    scopes = data.scopes
    expiresAt = data.expiresAt
    self.started = started
  }
}
