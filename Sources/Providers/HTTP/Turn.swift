import Foundation
import Integrations

/// The turn to ask a provider that takes one request at a time: its holder alone may send, over all
/// threads and processes.
///
/// A turn is an flock(2) on a file in the ledger's directory, which the kernel releases when the process
/// dies. The file holds when the latest request began, so that there are not too many in a second.
struct Turn: ~Copyable {
  private let descriptor: Int32
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

  /// Waits for the turn, and then for as long as the pace asks.
  ///
  /// - Throws: `Unanswered.notSent` if others keep it for longer than the patience.
  init(
    _ folder: String, _ provider: Provider, _ pace: ProviderProfile.Pace,
    patience: Duration = Turn.patience, clock: Clock = Clock()
  ) async throws(Unanswered) {
    descriptor = open(
      "\(folder)/pace-\(provider.rawValue)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .notSent }
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < deadline else { throw .notSent }
      do { try await Task.sleep(for: Self.pause) } catch { throw .notSent }
    }
    let spacing = 1000 / Int64(pace.requestsPerSecond) + Self.toleranceMilliseconds
    // A clock that was set back must not hold requests up.
    let wait = min(max(0, began + spacing - clock.now()), spacing)
    if wait > 0 {
      do { try await clock.sleep(.milliseconds(wait)) } catch { throw .notSent }
    }
    began = clock.now()
  }

  deinit {
    guard descriptor >= 0 else { return }
    // Closing alone leaves the lock to a program that is being started and still has the file.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// When the latest request began, in milliseconds since 1970; 0 if none is known.
  private var began: Int64 {
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
