import Integrations
import Testing

/// Where an integration can stand when a command arrives.
///
/// Each phase is there, with those of the ways to be in it that the rules tell apart. The name
/// begins with the phase.
enum TableSituation: String, CaseIterable {
  case notConfigured
  case configured
  case authorizing
  /// The callback brought a code that is being exchanged.
  case authorizingAnswered = "authorizing, answered"
  case authorizationFailed
  /// Nobody came back, and only the clock knows.
  case authorizationFailedUnswept = "authorizationFailed, unswept"
  case authorized
  case active
  /// A second attempt is open beside the grant.
  case activeReauthorizing = "active, reauthorizing"
  /// The second attempt has its code.
  case activeAnswered = "active, answered"
  case permissionDenied
  /// The refresh token is dead.
  case grantExpiredDead = "grantExpired, dead"
  /// The refresh token expired by the clock.
  case grantExpiredOverdue = "grantExpired, overdue"
  case grantExpiredUnlicensed = "grantExpired, unlicensed"
  case credentialsRemoved

  /// When every command of the table arrives.
  static let now = hour(5)

  /// The phase that the name begins with.
  var phase: Phase? { rawValue.split(separator: ",").first.flatMap { Phase(rawValue: String($0)) } }

  /// The latest attempt, which commands about an attempt name; the first where there was none yet.
  var latest: AttemptID {
    switch self {
    case .activeReauthorizing, .activeAnswered: second
    default: first
    }
  }

  /// What happened until now.
  ///
  /// What is recorded once a day was recorded today.
  var story: Story {
    let recently = Self.now.adding(seconds: -600)
    let earlier = Self.now.adding(seconds: -3600)
    let restarted = Story.active.given(recently, started(second, at: recently))
    return switch self {
    case .notConfigured: Story()
    case .configured: Story(saved())
    case .authorizing: Story(saved()).given(recently, started(first, at: recently))
    case .authorizingAnswered:
      Story(saved()).given(recently, started(first, at: recently), callback(first))
    case .authorizationFailed:
      Story.authorizing.given(minute(2), failed(first, .authorize, .abandoned))
    case .authorizationFailedUnswept: Story.authorizing
    case .authorized: Story.authorized
    case .active: Story.active
    case .activeReauthorizing: restarted
    case .activeAnswered: restarted.given(recently, callback(second))
    case .permissionDenied: Story.authorized.given(earlier, refused(.customers))
    case .grantExpiredDead: Story.authorized.given(earlier, failed(nil, .refresh, .grantDead))
    case .grantExpiredOverdue:
      Story.answered.given(minute(3), .approved(grant(first, expires: hour(4))))
    case .grantExpiredUnlicensed:
      Story.authorized.given(earlier, failed(nil, .check, .licenceMissing))
    case .credentialsRemoved: Story.active.given(earlier, removed())
    }
  }
}
