import Integrations
import Synchronization

/// A limit on requests a minute, for each session or address.
final class RateLimit: Sendable {
  private struct Window {
    var start: Int64
    var count: Int
  }

  private let limit: Int
  private let windows = Mutex<[String: Window]>([:])
  /// When there are more keys, all are dropped, so that memory stays bounded.
  private static let keyLimit = 10_000

  init(perMinute limit: Int) { self.limit = limit }

  /// Counts one more request; false if it exceeds the limit.
  ///
  /// - Parameter own: The limit of this key, where it has one of its own.
  func admits(_ key: String, at now: Timestamp, own: Int? = nil) -> Bool {
    windows.withLock { windows in
      if windows.count > Self.keyLimit { windows.removeAll() }
      var window = windows[key] ?? Window(start: now.milliseconds, count: 0)
      if now.milliseconds - window.start >= 60_000 {
        window = Window(start: now.milliseconds, count: 0)
      }
      window.count += 1
      windows[key] = window
      return window.count <= own ?? limit
    }
  }
}
