import Integrations

/// The product around the rules: it does what the server and the page do, and records it.
///
/// A value: a way is carried out on a copy, and the history goes on as if nothing had been.
struct Product: Sendable {
  /// The world it lives in.
  var world: World
  /// The fold of its records, by the real rules.
  var state: Integration
  /// Its records.
  var records: [Recorded] = []
  /// What each record shows, beside the records.
  var evidence: [Evidence] = []
  /// The world as it was when each record was made.
  var worlds: [World] = []
  /// The credentials that are kept.
  var vault: Kept?
  /// Whether the row of the vault can still be opened.
  var isVaultWhole = true
  /// Whether the provider has said that the grant is dead.
  var isGrantDead = false
  /// The attempts whose browsers were sent away, in order.
  var away: [AttemptID] = []
  /// Why support removed the authorization last, while the provider has not confirmed it.
  var unconfirmed: RemovalReason?
  /// The company that is expected through a removal.
  var remembered: String?
  /// The rules that refused something, since this was emptied.
  var rejections: [Rejection] = []
  /// The number of the company code, as records have it.
  var code = 0
  /// The company that the code names; nil if it names none.
  var codeCompany: Int?
  /// A consent whose company is still looked for.
  var pending: Pending?
  /// The consents that the same user gave for other companies.
  var elsewhere: [Question.Elsewhere] = []
  private var attempts: UInt64 = 0

  /// Credentials as we keep them.
  struct Kept: Sendable {
    /// Which consent of the world they belong to.
    var consent: Int
    /// The number of the refresh token.
    var token: Int
    /// When the access token ends.
    var accessExpires: Timestamp
  }

  /// A product of which nothing is recorded.
  init(_ world: World) {
    self.world = world
    state = Integration(world.facts.provider)
  }

  /// The company whose integration it is.
  static let company = Company("acme")
  private static let administrator = Actor("administrator:u-17")

  /// The time by our own clock.
  var now: Timestamp { world.now.adding(seconds: world.skew) }

  /// The registers that can be asked for and are to be transferred.
  var checkable: [Register] { transfers.filter(\.isCheckable) }

  /// What is to be transferred.
  var transfers: [Register] { state.settings?.transfers.sorted ?? [] }

  /// An id for the next attempt.
  mutating func nextAttempt() -> AttemptID {
    attempts += 1
    return AttemptID(at: now, random: (attempts, attempts))
  }

  /// Records an action if the rules let it be, and what it shows.
  ///
  /// - Returns: true if the rules did not refuse it.
  @discardableResult
  mutating func append(_ action: Action, _ shows: Evidence = Evidence()) -> Bool {
    let decisions: [Decision]
    do throws(Rejection) {
      decisions = try state.decide(action, at: now)
    } catch {
      rejections.append(error)
      return false
    }
    guard let company = Self.company, let actor = Self.administrator else { return false }
    for decision in decisions {
      let number = Int64(records.count)
      let recorded = Recorded(
        position: Position(number + 1), sequence: SequenceNumber(number), company: company,
        provider: world.facts.provider, action: decision.action, actor: actor,
        time: decision.time ?? now,
        recordedTime: now, id: RecordID(at: now, random: (UInt64(number), 7)))
      state.evolve(recorded.action, cited: recorded.citation)
      records.append(recorded)
      evidence.append(decision.isRequested ? shows : Evidence())
      worlds.append(world)
    }
    return true
  }

  /// Lets one thing happen.
  mutating func happen(_ happening: Happening) {
    switch happening {
    case .pass(let seconds): pass(seconds)
    case .save(let transfers, let enabled, let starts):
      save(transfers, enabled: enabled, starts: starts)
    case .chooseService(let chosen):
      append(.serviceAccountSelected(ServiceAccountSelected(selected: chosen)))
    case .begin: begin()
    case .comeBack(let visit): comeBack(visit)
    case .giveUp: giveUp()
    case .refresh(let isLost): refresh(isLost: isLost)
    case .recheck: recheck()
    case .remove(let reason, let isRevoked): remove(reason, isRevoked: isRevoked)
    case .confirmRemoval: confirmRemoval()
    case .saveCode(let company): saveCode(company)
    case .consentElsewhere(let person): consentElsewhere(by: person)
    case .hidden(.vault): isVaultWhole = false
    case .hidden(let change): world.change(change)
    }
  }
}
