import Foundation
public import Integrations

/// What a ledger takes from the world: the time and random numbers.
public struct Effects: Sendable {
  /// The time now.
  public var now: @Sendable () -> Timestamp
  /// 128 random bits for an id.
  public var random: @Sendable () -> (UInt64, UInt64)

  /// These sources of time and randomness.
  public init(
    now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> (UInt64, UInt64)
  ) {
    self.now = now
    self.random = random
  }

  /// The computer's clock and its secure random numbers.
  public static let live = Effects(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    },
    random: { (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)) })

  /// A new UUIDv7 of this moment.
  public func id<Kind>() -> Identifier<Kind> {
    Identifier(at: now(), random: random())
  }
}
