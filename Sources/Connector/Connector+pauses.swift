import EventLog
import Fortnox
import Integrations
import Vault

// When the provider is left alone: in the vault, so that every process keeps to it.

extension Connector {
  /// The longest that the provider is left alone because it says so, in seconds.
  private static let longestHoldSeconds = 3600
  /// The longest between two tries that nobody waits for, in seconds.
  private static let longestPostponedSeconds: Int64 = 6 * 3600

  /// Whether it is too soon for something.
  func isPaused(
    _ company: Company, _ provider: Provider, _ purpose: Pause.Purpose
  ) throws -> Bool {
    guard let pause = try vault.pause(of: company, provider, purpose) else { return false }
    return effects.now() < pause.until
  }

  /// Forgets a pause where there is one.
  func endPause(_ company: Company, _ provider: Provider, _ purpose: Pause.Purpose) throws {
    guard try vault.pause(of: company, provider, purpose) != nil else { return }
    try vault.pause(company, provider, purpose, nil)
  }

  /// Leaves the provider alone for as long as its answer says.
  func hold(
    _ company: Company, _ provider: Provider, _ purpose: Pause.Purpose, _ answer: HTTPAnswer
  ) throws {
    guard !answer.isSuccess, let wait = answer.retryAfter else {
      return try endPause(company, provider, purpose)
    }
    try hold(company, provider, purpose, seconds: wait)
  }

  /// Leaves the provider alone for as long as it said, in bounds.
  func hold(
    _ company: Company, _ provider: Provider, _ purpose: Pause.Purpose, seconds: Int
  ) throws {
    let wait = Int64(min(seconds, Self.longestHoldSeconds))
    try vault.pause(company, provider, purpose, Pause(until: effects.now().adding(seconds: wait)))
  }

  /// Puts off what came to nothing: twice as long each time, from a minute on.
  func postpone(_ company: Company, _ provider: Provider, _ purpose: Pause.Purpose) throws {
    let count = try vault.pause(of: company, provider, purpose)?.count ?? 0
    let seconds = min(Int64(60) << min(count, 9), Self.longestPostponedSeconds)
    try vault.pause(
      company, provider, purpose,
      Pause(count: count + 1, until: effects.now().adding(seconds: seconds)))
  }
}
