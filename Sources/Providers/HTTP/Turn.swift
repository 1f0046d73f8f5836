import Foundation
import Integrations

/// The turn to ask a provider that takes one request at a time: its holder alone may send, over all
/// threads and processes.
///
/// A turn is an flock(2) on a file in the ledger's directory, which the kernel releases when the process
/// dies. The file holds when the latest turn ended, so that there are not too many in a second: a request can
/// arrive at any time of its turn, so only the time from an end to the next beginning is sure to be between
/// two arrivals.
struct Turn: ~Copyable {
  private let descriptor: Int32
  private let clock: Clock
  /// The time, and how it is waited for; tests have their own.
  struct Clock: Sendable {
    /// Milliseconds since 1970.
    var now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    /// Waits between requests.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  }

  /// How long to wait for others before the request counts as not sent.
  ///
  /// A few answers that take as long as the transport allows.
  static let patience = Duration.seconds(90)
  private static let pause = Duration.milliseconds(10)
  /// What the provider may measure between two requests less than we do.
  private static let toleranceMilliseconds: Int64 = 25
  /// More than the digits of a time.
  private static let fileLimit = 32

  private init(_ descriptor: Int32, _ clock: Clock) {
    self.descriptor = descriptor
    self.clock = clock
  }

  /// Waits for the turn, and then for as long as the pace asks.
  ///
  /// - Throws: `Unanswered.notSent` if others keep it for longer than the patience.
  static func take(
    _ folder: String, _ provider: Provider, _ pace: ProviderProfile.Pace,
    patience: Duration = Turn.patience, clock: Clock = Clock()
  ) async throws(Unanswered) -> Turn {
    let descriptor = open(
      "\(folder)/pace-\(provider.rawValue)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .notSent }
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let isWaiting = ContinuousClock.now < deadline
      // A task that was cancelled does not wait.
      guard isWaiting, (try? await Task.sleep(for: pause)) != nil else {
        close(descriptor)
        throw .notSent
      }
    }
    // From here on the turn is given up where it goes out of scope.
    let turn = Turn(descriptor, clock)
    let spacing = 1000 / Int64(pace.requestsPerSecond) + toleranceMilliseconds
    // A clock that was set back must not hold requests up.
    let wait = min(max(0, turn.ended + spacing - clock.now()), spacing)
    if wait > 0, (try? await clock.sleep(.milliseconds(wait))) == nil { throw .notSent }
    return turn
  }

  deinit {
    ended = clock.now()
    // Closing alone leaves the lock to a program that is being started and still has the file.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// When the latest turn ended, in milliseconds since 1970; 0 if none is known.
  private var ended: Int64 {
    get {
      var bytes = [UInt8](repeating: 0, count: Self.fileLimit)
      let count = pread(descriptor, &bytes, bytes.count, 0)
      return Int64(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)) ?? 0
    }
    nonmutating set {
      let bytes = Array("\(newValue)".utf8)
      // A time that is not stored costs a wait and nothing else: the turn is held anyway.
      _ = ftruncate(descriptor, 0)
      _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
  }
}
