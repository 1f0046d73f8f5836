/// One thing that a made-up company does next; each becomes one action.
enum Move: UInt8 {
  case save, narrow, enable, choose, start
  case code, decline, noLicence, noAdministrator, otherBrowser, repeated
  case declined, licenceMissing, notAdministrator, unavailable, unknown, abandon, giveUp
  case approve, approveInPart, reauthorize
  case refuse, recheck
  case refreshDown, refreshDead, refreshUnlicensed, refresh
  case removeToSwitch, removeAtEnd

  /// How many milliseconds pass before it, within an episode.
  var pause: ClosedRange<Int64> {
    switch self {
    case .save, .choose, .enable: 5_000...600_000
    case .start: 1_500...90_000
    case .code, .decline, .noLicence, .noAdministrator, .otherBrowser: 20_000...480_000
    case .repeated: 80...900
    case .declined, .licenceMissing, .notAdministrator: 12...60
    case .approve, .approveInPart, .reauthorize, .unavailable, .unknown: 700...30_000
    case .refuse: 1...3
    case .giveUp: 60_000...1_800_000
    case .recheck: 1_800_000...259_200_000
    case .refresh: 3_600_000...86_400_000
    case .abandon, .narrow, .refreshDown, .refreshDead, .refreshUnlicensed: 0...0
    case .removeToSwitch, .removeAtEnd: 0...0
    }
  }
}

/// A stretch of moves that belong together.
///
/// None leaves an attempt open, and none repeats what stands already: the rules would add a record
/// for the one and make none of the other.
enum Episode: UInt8 {
  case settings, settingsForService
  case declined, noLicence, notAdministrator, unavailable, unknown, abandoned, givenUp
  case consent, consentAndEnable, consentTwice, consentInPart
  case reauthorize, reauthorizeElsewhere
  case refresh, outage, dead, licenceGone, refused, narrow, toService, leave

  var moves: [Move] { Self.table[Int(rawValue)] }

  private static let table: [[Move]] = (0...Self.leave.rawValue).map { raw in
    Episode(rawValue: raw).map(list) ?? []
  }

  private static func list(_ episode: Episode) -> [Move] {
    switch episode {
    case .settings: [.save]
    case .settingsForService: [.save, .choose]
    case .declined: [.start, .decline, .declined]
    case .noLicence: [.start, .noLicence, .licenceMissing]
    case .notAdministrator: [.start, .noAdministrator, .notAdministrator]
    case .unavailable: [.start, .code, .unavailable]
    case .unknown: [.start, .code, .unknown]
    case .abandoned: [.start, .abandon]
    case .givenUp: [.start, .giveUp]
    case .consent: [.start, .code, .approve]
    case .consentAndEnable: [.start, .code, .approve, .enable]
    case .consentTwice: [.start, .code, .repeated, .approve, .enable]
    case .consentInPart: [.start, .code, .approveInPart, .refuse, .recheck, .enable]
    case .reauthorize: [.start, .code, .reauthorize]
    case .reauthorizeElsewhere: [.start, .otherBrowser, .code, .reauthorize]
    case .refresh: [.refresh]
    case .outage: [.refreshDown, .refresh]
    case .dead: [.refreshDead, .start, .code, .reauthorize]
    case .licenceGone: [.refreshUnlicensed, .refresh]
    case .refused: [.refuse, .recheck]
    case .narrow: [.narrow]
    case .toService: [.removeToSwitch, .choose, .start, .code, .approve, .enable]
    case .leave: [.removeAtEnd]
    }
  }
}
