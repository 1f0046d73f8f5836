import Integrations
import Testing

// Where most stories begin; every one of them takes its first minutes.
extension Story {
  /// The first attempt is open since minute 0.
  static let authorizing = Story(saved(), started(first, at: minute(0)))

  /// The first attempt has its code since minute 2.
  static let answered = authorizing.given(minute(2), callback(first))

  /// The first attempt left a grant at minute 3.
  static let authorized = answered.given(minute(3), .approved(grant(first)))

  /// The grant is in use.
  static let active = authorized.given(minute(4), saved(enabled: true))

  /// The grant stands and the customers are refused.
  static let denied = authorized.given(minute(3), refused(.customers))

  /// A second attempt beside the first one's grant has its code since hour 1.
  static let reauthorizing = active.given(
    hour(1), started(second, at: hour(1)), callback(second))

  /// Support removed the person's grant, and a service account is being asked for, with a code.
  static let switched = active.given(hour(1), removed(.switchToServiceAccount))
    .given(
      hour(1), serviceAccount(true), started(second, at: hour(1), as: .service), callback(second))

  /// A service account's grant stands since minute 3.
  static let serviceAuthorized = Story(serviceAccount(true))
    .given(minute(1), started(first, at: minute(1), as: .service))
    .given(minute(2), callback(first))
    .given(minute(3), .approved(grant(first, as: .service)))
}
