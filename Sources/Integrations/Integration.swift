/// One company's integration with one provider, as the fold of its records.
///
/// It holds deadlines and never a phase: what it is depends on the time it is asked at
/// (`phase(at:)`). It also cites the records that made it so, so that an explanation can be given
/// without reading the stream again.
public struct Integration: Hashable, Sendable {
  /// The settings as last saved; nil while nothing was saved.
  public var settings: Configured?
  /// Whether the next authorization is to ask for a service account.
  public var serviceAccountSelected = false
  /// The latest attempt, also when it has ended.
  public var attempt: Attempt?
  /// The grant that stands, also when it is dead or refused.
  public var grant: Grant?
  /// The removal after which no attempt was started.
  public var removal: Removal?
  /// How many callbacks of attempts before the latest were recorded since it started.
  public var lateCallbacks = 0
  /// How many callbacks of any one earlier attempt can have been recorded before it started, at most.
  public var earlierCallbacks = 0

  /// An integration of which nothing is recorded.
  public init() {}
}

/// A record as state cites it: which one, and when it happened.
public struct Citation: Hashable, Sendable {
  /// The number in the company's stream.
  public var sequence: SequenceNumber
  /// The record's `time`.
  public var time: Timestamp

  /// A citation of one record.
  public init(sequence: SequenceNumber, time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }
}

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
  public var answer: CallbackReceived.Answer?
  /// The record of the accepted callback.
  public var answered: Citation?
  /// How it ended; nil while it is open.
  public var outcome: Outcome?
  /// The record that ended it.
  public var ended: Citation?
  /// The latest callback that did not count, and why.
  public var refusedCallback: CallbackReceived.Verdict?
  /// The record of that callback.
  public var refused: Citation?
  /// How many callbacks were recorded beside the accepted one.
  public var repeats = 0

  /// How an attempt ends.
  public enum Outcome: Hashable, Sendable {
    /// It left a grant.
    case approved
    /// It came to nothing.
    case failed(Failed.Stage, Failed.Reason)
  }

  /// An attempt as it starts.
  public init(_ data: AuthorizeStarted, started: Citation) {
    id = data.attempt
    accountType = data.accountType
    scopes = data.scopes
    expiresAt = data.expiresAt
    self.started = started
  }
}

/// What an approved attempt left.
public struct Grant: Hashable, Sendable {
  /// The attempt it came from.
  public var attempt: AttemptID
  /// Whose rights it has.
  public var accountType: AccountType
  /// The scopes that were granted.
  public var scopes: [String]
  /// Fortnox's DatabaseNumber of the company.
  public var providerCompany: String
  /// When the access token expires.
  public var accessTokenExpiresAt: Timestamp
  /// When the refresh token expires; nil for a grant that has none.
  public var refreshTokenExpiresAt: Timestamp?
  /// The record of the consent.
  public var consented: Citation
  /// The latest record that found it in order, whichever way.
  public var confirmed: Citation
  /// What is wrong with it.
  private var ills = Ills.none

  /// What is refused, until a recheck or a new consent finds it open.
  public var denial: Denial? {
    get { ills.value.denial }
    set { ills.value.denial = newValue }
  }

  /// What was refused of the grant that this one replaced, where its checks found refusals too: the
  /// same refusals go on, and a new consent did not help.
  public var deniedBefore: Denial? {
    get { ills.value.deniedBefore }
    set { ills.value.deniedBefore = newValue }
  }

  /// Why it is no longer of use, until a new consent (or, for a licence, any success).
  public var end: End? {
    get { ills.value.end }
    set { ills.value.end = newValue }
  }

  /// The refresh or check that last came to nothing, until one succeeds.
  public var trouble: Trouble? {
    get { ills.value.trouble }
    set { ills.value.trouble = newValue }
  }

  /// What is wrong with a grant: mostly nothing, which then takes no room, where millions are held.
  private enum Ills: Hashable, Sendable {
    case none
    indirect case some(Values)

    struct Values: Hashable, Sendable {
      var denial: Denial?
      var deniedBefore: Denial?
      var end: End?
      var trouble: Trouble?
    }

    var value: Values {
      get { if case .some(let values) = self { values } else { Values() } }
      set { self = newValue == Values() ? .none : .some(newValue) }
    }
  }

  /// What is refused although the grant stands.
  public struct Denial: Hashable, Sendable {
    /// What the refusals come from.
    public var layer: PermissionDenied.Layer
    /// The refusals, in Fortnox's own words.
    public var refusals: [PermissionDenied.Refusal]
    /// The first record of an unbroken run of refusals.
    public var first: Citation
    /// The latest.
    public var latest: Citation
    /// How many records the run has.
    public var count: Int

    /// The first refusal of a run.
    public init(_ data: PermissionDenied, first: Citation) {
      layer = data.layer
      refusals = data.refusals
      self.first = first
      latest = first
      count = 1
    }
  }

  /// Why a grant is no longer of use.
  public struct End: Hashable, Sendable {
    /// What ended it.
    public enum Cause: String, CaseIterable, Sendable {
      /// The refresh token is dead.
      case dead
      /// The licence is gone; a new consent does not help until it is ordered again.
      case licenceGone
    }

    /// What ended it.
    public var cause: Cause
    /// The first record that said so.
    public var first: Citation
    /// The latest that said so.
    public var latest: Citation

    /// The first record that said so.
    public init(cause: Cause, first: Citation) {
      self.cause = cause
      self.first = first
      latest = first
    }
  }

  /// A refresh or a check that came to nothing without ending the grant.
  public struct Trouble: Hashable, Sendable {
    /// Where.
    public var stage: Failed.Stage
    /// Why.
    public var reason: Failed.Reason
    /// The first record of an unbroken run.
    public var first: Citation
    /// The latest.
    public var latest: Citation
    /// How many records the run has.
    public var count: Int

    /// The first failure of a run.
    public init(stage: Failed.Stage, reason: Failed.Reason, first: Citation) {
      self.stage = stage
      self.reason = reason
      self.first = first
      latest = first
      count = 1
    }
  }

  /// A grant as the provider gave it.
  public init(_ data: Approval, consented: Citation) {
    attempt = data.attempt
    accountType = data.accountType
    scopes = data.scopes
    providerCompany = data.providerCompany
    accessTokenExpiresAt = data.accessTokenExpiresAt
    refreshTokenExpiresAt = data.refreshTokenExpiresAt
    self.consented = consented
    confirmed = consented
  }
}

/// Support's removal of the stored authorization.
public struct Removal: Hashable, Sendable {
  /// Why.
  public var reason: CredentialsRemoved.Reason
  /// Whether the provider confirmed the revocation.
  public var revokedAtProvider: Bool
  /// The record of it.
  public var removed: Citation

  /// A removal as recorded.
  public init(_ data: CredentialsRemoved, removed: Citation) {
    reason = data.reason
    revokedAtProvider = data.revokedAtProvider
    self.removed = removed
  }
}
