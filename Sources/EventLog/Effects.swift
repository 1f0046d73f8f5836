import Foundation
public import Integrations
import Synchronization

/// What a ledger takes from the world: the time and random numbers.
public struct Effects: Sendable {
  /// The time now.
  public var now: @Sendable () -> Timestamp
  /// 128 random bits for an id.
  public var random: @Sendable () -> (UInt64, UInt64)
  /// Told of each step that is on the disk, so that tests can end the process between any two.
  package var reached: @Sendable (Step) -> Void = { _ in }

  /// What is on the disk when something is published or restored, in order.
  package enum Step: String, CaseIterable, Sendable {
    /// `keys/signed` says what is to be signed next.
    case nextKept
    /// The database holds what was signed.
    case committed
    /// `last-checkpoint` says so.
    case checkpointKept
    /// `keys/signed` says nothing else.
    case settled
    /// `keys/signed` says which epoch a restore begins.
    case epochKept
    /// The seed of a restore without one was made.
    case seedMade
    /// The database holds the new epoch.
    case epochCommitted
    /// `last-checkpoint` of what was lost is gone.
    case checkpointRemoved
  }

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
    random: { RandomPool.shared.withLock { $0.next() } })

  /// A new UUIDv7 of this moment.
  public func id<Kind>() -> Identifier<Kind> {
    Identifier(at: now(), random: random())
  }
}

/// Random numbers of the system's, taken as many at once as it gives without interruption
/// (getentropy(3)): asking for every id would be a tenth of what an append costs beside the disk.
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
