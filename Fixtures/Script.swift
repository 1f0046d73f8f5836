import Integrations

/// What one made-up company does, one move after the other, drawn as it goes.
///
/// The draws depend on the seed and the company's number alone, so that a copy can be run ahead to
/// learn how long the story is.
struct Script {
  let number: Int32
  /// When the move is made, in milliseconds since 1970.
  private(set) var time: Int64
  private(set) var move = Move.save
  private(set) var attempt = AttemptID(high: 0, low: 0)
  private(set) var grant = AttemptID(high: 0, low: 0)
  /// Which registers it transfers.
  private(set) var variant: UInt8
  private(set) var service: Bool
  /// Whether the settings hold fewer transfers than the scopes allow.
  private(set) var narrowed = false

  private var random: SplitMix64
  private let end: Int64
  private var started: Int64 = 0
  private var refreshBy = Int64.max
  private var episode = Episode.settings
  private var step: UInt8 = 0
  private var failures: UInt16 = 0
  private var sequels: UInt16 = 0
  private var connected = false
  private var connects = true

  private static let day: Int64 = 24 * 60 * 60 * 1000

  init(number: Int, seed: UInt64, arrival: Int64, end: Int64) {
    self.number = Int32(number)
    self.end = end
    var source = SplitMix64(seed: seed ^ UInt64(number) &* 0xd6e8_feb8_6659_fd93)
    random = SplitMix64(seed: source.next())
    time = arrival
    variant = UInt8(random.next(in: 0...3))
    let once = random.chance(80)
    // Those who connect once are mostly service accounts: nothing of theirs has to be refreshed.
    service = random.chance(once ? 85 : 25)
    if !once {
      failures = random.chance(45) ? UInt16(random.next(in: 1...3)) : 0
      connects = failures == 0 || random.chance(90)
      // Many have few sequels and few have hundreds: twice as many are 41 % as likely.
      var size: Int64 = 1
      while size < 256, random.chance(41) { size *= 2 }
      sequels = UInt16(random.next(in: size...(2 * size - 1)))
    }
    let settingsFirst = service || failures > 0 || random.chance(90)
    episode = settingsFirst ? (service ? .settingsForService : .settings) : firstConsent()
    begin(episode)
  }

  /// How many moves the story has from here, this one included.
  var length: Int {
    var ahead = self
    var count = 1
    while ahead.advance() { count += 1 }
    return count
  }

  /// Goes to the next move; false at the story's end.
  mutating func advance() -> Bool {
    let moves = episode.moves
    step += 1
    if Int(step) < moves.count {
      let next = moves[Int(step)]
      time = next == .abandon ? expiry : time + random.next(in: next.pause)
      enter(next)
    } else {
      guard let next = nextEpisode() else { return false }
      begin(next)
    }
    return time <= end
  }

  /// When the attempt ends by itself.
  var expiry: Int64 { started + Limits.attemptSeconds * 1000 }

  private mutating func begin(_ next: Episode) {
    episode = next
    step = 0
    enter(next.moves[0])
  }

  private mutating func enter(_ next: Move) {
    move = next
    switch next {
    case .start:
      started = time
      attempt = AttemptID(
        at: Timestamp(milliseconds: time), random: (random.next(), random.next()))
    case .approve, .approveInPart, .reauthorize:
      grant = attempt
      connected = true
      renew()
    case .recheck, .refresh: renew()
    case .choose: service = true
    case .narrow: narrowed.toggle()
    case .removeAtEnd:
      connects = false
      connected = false
    default: break
    }
  }

  private mutating func renew() {
    refreshBy = service ? .max : time + 45 * Self.day
  }

  private mutating func nextEpisode() -> Episode? {
    if !connected {
      guard connects || failures > 0 else { return nil }
      // Whoever came to nothing tries again within the hour or days later.
      let rest: ClosedRange<Int64> =
        started == 0 ? Move.start.pause : 60_000...(random.chance(50) ? 3_600_000 : 2 * Self.day)
      time += random.next(in: rest)
      guard failures > 0 else { return firstConsent() }
      failures -= 1
      return failure()
    }
    guard sequels > 0 else { return nil }
    sequels -= 1
    // The busiest have something every few days, most others every week or month.
    let days: Int64 = sequels > 30 ? 2 : random.chance(20) ? 33 : 10
    time += 2 * Self.day + random.next(in: 0...days * Self.day)
    return service ? sequelOfService() : sequelOfUser()
  }

  private mutating func firstConsent() -> Episode {
    switch random.next(in: 0...99) {
    case ..<5: .consent
    case ..<7: .consentTwice
    case ..<12 where !service: .consentInPart
    default: .consentAndEnable
    }
  }

  private mutating func failure() -> Episode {
    switch random.next(in: 0...99) {
    case ..<30: .declined
    case ..<60: .abandoned
    case ..<70: .givenUp
    case ..<82: service ? .notAdministrator : .noLicence
    case ..<93: .unavailable
    default: .unknown
    }
  }

  private mutating func sequelOfUser() -> Episode {
    // A refresh token that is not used dies; one that soon will is refreshed before all else.
    if time > refreshBy { return .dead }
    if time > refreshBy - 12 * Self.day { return .refresh }
    switch random.next(in: 0...99) {
    case ..<42: return .refresh
    case ..<53: return .reauthorize
    case ..<55: return .reauthorizeElsewhere
    case ..<60: return .declined
    case ..<65: return .abandoned
    case ..<74: return .outage
    case ..<77: return .dead
    case ..<80: return .licenceGone
    case ..<88: return .refused
    case ..<94: return .narrow
    case ..<98: return .toService
    default: return .leave
    }
  }

  private mutating func sequelOfService() -> Episode {
    switch random.next(in: 0...99) {
    case ..<40: .narrow
    case ..<65: .reauthorize
    case ..<72: .declined
    case ..<77: .abandoned
    case ..<95: .refused
    default: .leave
    }
  }
}
