import Foundation
public import Integrations
import Synchronization

/// What a ledger takes from outside: the time and random numbers.
public struct Effects: Sendable {
  /// The time now.
  public var now: @Sendable () -> Timestamp
  /// 128 random bits for an id.
  public var random: @Sendable () -> (UInt64, UInt64)
  /// Called after each commit of appends with how long it took, waiting for other processes included.
  public var appended: @Sendable (Duration) -> Void = { _ in }
  /// Called after each step that is on the disk, so that tests can kill the process between any
  /// two.
  package var reached: @Sendable (Step) -> Void = { _ in }

  /// The steps of a publication and of a restore, in order; each is reached when it is on the disk.
  package enum Step: String, CaseIterable, Sendable {
    /// `keys/signed` names the root that will be signed next.
    case nextKept
    /// The database holds the signed root.
    case committed
    /// `last-checkpoint` holds the signed root.
    case checkpointKept
    /// `keys/signed` names the signed root alone.
    case settled
    /// `keys/signed` names the epoch that a restore begins.
    case epochKept
    /// The new seed of a restore with `--new-key` was made.
    case seedMade
    /// The database holds the new epoch.
    case epochCommitted
    /// `last-checkpoint`, which named the lost root, was removed.
    case checkpointRemoved
  }

  /// Effects from these sources.
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
    random: { RandomPool.shared.withLock { $0.next() } })

  /// A new UUIDv7 of this moment.
  public func id<Kind>() -> Identifier<Kind> {
    Identifier(at: now(), random: random())
  }
}

/// Random numbers of the system, taken 256 bytes at a time, as many as one call gives
/// (getentropy(3)): a call for every id would be a tenth of the time of an append, the disk apart.
private struct RandomPool {
  static let shared = Mutex(RandomPool())

  private var bytes: [UInt8] = []

  mutating func next() -> (UInt64, UInt64) {
    if bytes.isEmpty {
      bytes = [UInt8](repeating: 0, count: 256)
      precondition(getentropy(&bytes, bytes.count) == 0, "the system has no random numbers")
    }
    let taken = bytes.suffix(16)
    defer { bytes.removeLast(16) }
    return taken.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
  }
}
