import Integrations

/// What the records say, read straight from them and not from the fold that is being judged.
struct Reading: Sendable {
  /// What is known of the provider.
  private let facts: Facts
  /// What is to be transferred.
  var transfers: [Register] = []
  /// Whether transfers are enabled.
  var isEnabled = false
  /// Whether a service account is chosen.
  var isServiceChosen = false
  /// The grant that stands.
  var grant: StandingGrant?
  /// The last recorded answer of each register under the grant: open, refused, or not understood.
  var answers: [Register: Answer] = [:]
  /// Whether an attempt is open, by the records alone.
  var hasOpenAttempt = false
  /// The removal whose revocation is not confirmed, and the company of its grant.
  private var unrevoked: (reason: RemovalReason, company: String?)?
  /// Whether the company has left, and nobody has started anew.
  var hasLeft = false
  /// Whether some record holds words of the provider that nobody could classify.
  var holdsUnknownWords = false

  /// A grant as the records have it.
  struct StandingGrant: Sendable {
    var attempt: AttemptID
    var company: String
    var isService: Bool
    var scopes: [String]
    var accessExpires: Timestamp
    var refreshExpires: Timestamp?
    /// The last record that found it in order.
    var lastGood: Int
    var lastGoodTime: Timestamp
    /// The last failed refresh or check since then.
    var lastBad: Int?
    /// Whether a record says that it is dead.
    var isDead: Bool { died != nil }
    /// The first record that says so.
    var died: Int?
    /// The last consent or refresh.
    var lastAlive: Int
    /// Whether the answer to a refresh was lost since.
    var hasLostAnswer = false
  }

  /// A register's answer and its record.
  struct Answer: Sendable {
    /// True for open, false for refused, nil for not understood.
    var isOpen: Bool?
    var sequence: Int
  }

  /// Reads a stream.
  init(_ records: [Recorded]) {
    facts = Facts.of(records.first?.provider ?? .fortnox)
    for (sequence, record) in records.enumerated() { take(record, sequence) }
  }

  private mutating func take(_ record: Recorded, _ sequence: Int) {
    switch record.action {
    case .configured(let data):
      transfers = data.transfers.sorted
      isEnabled = data.enabled
    case .serviceAccountSelected(let data): isServiceChosen = data.selected
    case .authorizeStarted:
      hasOpenAttempt = true
      hasLeft = false
    case .callbackReceived: break
    case .approved(let data), .reauthorized(let data): take(data, record.time, sequence)
    case .failed(let data):
      if data.reason == .unrecognised, data.providerMessage != nil { holdsUnknownWords = true }
      take(data, sequence)
    case .permissionDenied(let data):
      for check in Shapes.checks(of: data) where check.ok == true {
        answers[check.register] = Answer(isOpen: true, sequence: sequence)
      }
      for refusal in data.refusals {
        answers[refusal.register] = Answer(isOpen: false, sequence: sequence)
      }
    case .credentialsRemoved(let data):
      if let unrevoked, unrevoked.reason == data.reason, data.revokedAtProvider {
        self.unrevoked = nil
        return
      }
      hasLeft = data.reason == .offboarding
      unrevoked = data.revokedAtProvider ? nil : (data.reason, grant?.company)
      grant = nil
      answers = [:]
      isEnabled = false
      hasOpenAttempt = false
    }
  }

  private mutating func take(_ data: Approval, _ time: Timestamp, _ sequence: Int) {
    if data.via == .consent || grant == nil {
      if unrevoked?.company == data.providerCompany { unrevoked = nil }
      grant = StandingGrant(
        attempt: data.attempt, company: data.providerCompany,
        isService: data.accountType == .service, scopes: data.scopes,
        accessExpires: data.accessTokenExpiresAt, refreshExpires: data.refreshTokenExpiresAt,
        lastGood: sequence, lastGoodTime: time, lastAlive: sequence)
      answers = [:]
      hasOpenAttempt = false
    } else {
      grant?.lastGood = sequence
      grant?.lastGoodTime = time
      grant?.lastBad = nil
      grant?.accessExpires = data.accessTokenExpiresAt
      if data.via == .refresh {
        grant?.refreshExpires = data.refreshTokenExpiresAt
        grant?.lastAlive = sequence
        grant?.hasLostAnswer = false
      }
    }
    for check in data.checks {
      guard let isOpen = check.ok else { continue }
      answers[check.register] = Answer(isOpen: isOpen, sequence: sequence)
    }
  }

  private mutating func take(_ data: Failed, _ sequence: Int) {
    switch data.stage {
    case .authorize, .callback, .exchange: hasOpenAttempt = false
    case .refresh:
      grant?.lastBad = sequence
      if data.reason == .grantDead, grant?.died == nil { grant?.died = sequence }
      if data.reason == .refreshUnknown { grant?.hasLostAnswer = true }
    case .check:
      if data.attempt != nil, data.attempt != grant?.attempt {
        hasOpenAttempt = false
      } else {
        grant?.lastBad = sequence
        for register in Shapes.registers(of: data) {
          answers[register] = Answer(isOpen: nil, sequence: sequence)
        }
      }
    }
  }
}

extension Product {
  /// What the records say.
  var reading: Reading { Reading(records) }
}

extension Reading {
  /// The reason of the removal whose revocation is not confirmed.
  var unconfirmed: RemovalReason? { unrevoked?.reason }

  /// Whether a grant stands that lives by records and clock.
  func isGrantAlive(at now: Timestamp) -> Bool {
    guard let grant, !grant.isDead else { return false }
    if grant.isService { return true }
    if let refreshExpires = grant.refreshExpires { return now < refreshExpires }
    return facts.refreshTokenSeconds == nil || now < grant.accessExpires
  }

  /// Whether everything worked at the last recorded answers.
  func allWorks(_ shown: Shown, at now: Timestamp) -> Bool {
    guard isGrantAlive(at: now), let grant, grant.lastBad == nil, isEnabled, !transfers.isEmpty,
      grant.isService == isServiceChosen,
      transfers.allSatisfy({ facts.covers($0, by: grant.scopes) }),
      transfers.allSatisfy({ !$0.isCheckable || answers[$0]?.isOpen == true })
    else { return false }
    return !shown.items.contains { $0.bad.origin == .grant && !$0.open.isEmpty }
  }
}
