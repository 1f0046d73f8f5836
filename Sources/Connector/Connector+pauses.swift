import EventLog
import Integrations
import Vault

// When the provider is left alone. Pauses are in the vault, so every process keeps to them.

extension Connector {
  /// The longest pause that an answer of the provider can set, in seconds.
  private static let longestToldSeconds = 3600
  /// The longest time between two tries that nobody waits for, in seconds.
  private static let longestPostponedSeconds: Int64 = 6 * 3600

  /// True while an activity must wait.
  func isPaused(
    _ company: Company, _ provider: Provider, _ activity: Pause.Activity
  ) throws -> Bool {
    guard let pause = try vault.pause(of: company, provider, activity) else { return false }
    return effects.now() < pause.until
  }

  /// Ends a pause if there is one.
  func endPause(_ company: Company, _ provider: Provider, _ activity: Pause.Activity) throws {
    guard try vault.pause(of: company, provider, activity) != nil else { return }
    try vault.setPause(nil, of: activity, company, provider)
  }

  /// Pauses for as long as an answer of the provider says, or ends the pause if it says nothing.
  func pause(
    _ activity: Pause.Activity, _ company: Company, _ provider: Provider, retryAfter: Int?
  ) throws {
    guard let wait = retryAfter else {
      return try endPause(company, provider, activity)
    }
    try pause(activity, company, provider, seconds: wait)
  }

  /// Pauses for as long as the provider said, but an hour at most.
  func pause(
    _ activity: Pause.Activity, _ company: Company, _ provider: Provider, seconds: Int
  ) throws {
    let wait = Int64(min(seconds, Self.longestToldSeconds))
    try vault.setPause(
      Pause(until: effects.now().adding(seconds: wait)), of: activity, company, provider)
  }

  /// Pauses after a failure: a minute first, and twice as long after each further one.
  func postpone(_ company: Company, _ provider: Provider, _ activity: Pause.Activity) throws {
    let count = try vault.pause(of: company, provider, activity)?.count ?? 0
    let seconds = min(Int64(60) << min(count, 9), Self.longestPostponedSeconds)
    try vault.setPause(
      Pause(count: count + 1, until: effects.now().adding(seconds: seconds)), of: activity,
      company, provider)
  }
}
