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
  /// What is wrong by the records.
  public package(set) var findings = Findings()

  /// Who the company integrates with.
  public let provider: Provider
  /// What only few integrations have.
  private var past = Past.none

  /// An integration of which nothing is recorded.
  public init(_ provider: Provider = .fortnox) { self.provider = provider }

  /// The removal after which no attempt was started.
  public var removal: Removal? {
    get { past.held?.removal }
    set { past.values.removal = newValue }
  }

  /// The removal whose revocation the provider has not confirmed yet.
  public var unrevoked: Removal? {
    get { past.held?.unrevoked }
    set { past.values.unrevoked = newValue }
  }

  /// The company of an earlier grant, which the next consent must come from.
  public var remembered: RememberedCompany? {
    get { past.held?.remembered }
    set { past.values.remembered = newValue }
  }

  /// The callbacks of the attempts before the latest.
  public var earlierCallbacks: EarlierCallbacks {
    get { past.held?.earlierCallbacks ?? EarlierCallbacks() }
    set { past.values.earlierCallbacks = newValue }
  }

  /// What takes no room where there is nothing of it.
  private enum Past: Hashable, Sendable {
    case none
    indirect case some(Values)

    struct Values: Hashable, Sendable {
      var removal: Removal?
      var unrevoked: Removal?
      var remembered: RememberedCompany?
      var earlierCallbacks = EarlierCallbacks()
    }

    var held: Values? {
      if case .some(let values) = self { values } else { nil }
    }

    var values: Values {
      get { held ?? Values() }
      set { self = newValue == Values() ? .none : .some(newValue) }
    }
  }
}

/// A company at the provider, as an earlier grant had it.
public struct RememberedCompany: Hashable, Sendable {
  /// Its number there.
  public var number: String
  /// The consent that it gave.
  public var consented: Citation

  /// A company that consented.
  public init(number: String, consented: Citation) {
    self.number = number
    self.consented = consented
  }
}

/// A record as state cites it: which one, and when it happened.
public struct Citation: Hashable, Comparable, Sendable {
  /// The number in the company's stream.
  public var sequence: SequenceNumber
  /// The record's `time`.
  public var time: Timestamp

  /// A citation of one record.
  public init(sequence: SequenceNumber, time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }

  /// True if this record was appended before the other.
  public static func < (left: Self, right: Self) -> Bool { left.sequence < right.sequence }
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
  /// Whether a callback of an earlier attempt was recorded since it started.
  public var isBesideEarlier = false

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
  /// The registers that answered last that they are open, with this grant.
  public var open = Registers()
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
  /// The latest record of a refresh.
  public var refreshed: Citation?
  /// The latest record of a check that found every register open.
  public var rechecked: Citation?

  /// The latest record that found it in order, whichever way.
  public var confirmed: Citation {
    guard let rechecked else { return proven }
    return max(proven, rechecked)
  }

  /// The latest record that showed the grant itself alive: a consent or a refresh.
  public var proven: Citation { refreshed.map { max($0, consented) } ?? consented }

  /// A grant as the provider gave it.
  public init(_ data: Approval, consented: Citation) {
    attempt = data.attempt
    accountType = data.accountType
    scopes = data.scopes
    providerCompany = data.providerCompany
    accessTokenExpiresAt = data.accessTokenExpiresAt
    refreshTokenExpiresAt = data.refreshTokenExpiresAt
    self.consented = consented
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
  /// The provider's company whose grant was removed; nil where there was none.
  public var providerCompany: String?
  /// When what was removed has ended by itself, revoked or not.
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
