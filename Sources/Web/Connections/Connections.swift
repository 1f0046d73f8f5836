import Synchronization

/// The open connections, and which of them wait for a request.
///
/// When there are too many, the one that has waited longest for a request is closed, so that clients that
/// ask and read keep theirs.
final class Connections: Sendable {
  private struct Connection {
    /// The order in which waits began; nil while a request is under way.
    var waitingSince: UInt64?
    let close: @Sendable () -> Void
  }

  private struct State {
    var entries: [UInt64: Connection] = [:]
    var next: UInt64 = 0
  }

  private let limit: Int
  private let waiting: @Sendable () -> Int
  private let state = Mutex(State())

  /// - Parameter waiting: How many readers of the feed wait now; their connections crowd nobody.
  init(limit: Int, waiting: @escaping @Sendable () -> Int = { 0 }) {
    self.limit = limit
    self.waiting = waiting
  }

  /// True if more than half of the allowed connections are open, without those of waiting readers.
  var isCrowded: Bool { (count - waiting()) * 2 > limit }

  /// The number of open connections.
  var count: Int { state.withLock { $0.entries.count } }

  /// Adds a connection, and closes one if there are too many.
  ///
  /// - Returns: The number of the new connection.
  func open(_ close: @escaping @Sendable () -> Void) -> UInt64 {
    let (number, dropped) = state.withLock { state -> (UInt64, Connection?) in
      let number = state.next
      state.next += 1
      state.entries[number] = Connection(waitingSince: number, close: close)
      guard state.entries.count > limit,
        let oldest = state.entries.filter({ $0.value.waitingSince != nil })
          .min(by: { ($0.value.waitingSince ?? 0) < ($1.value.waitingSince ?? 0) })
      else { return (number, nil) }
      return (number, state.entries.removeValue(forKey: oldest.key))
    }
    dropped?.close()
    return number
  }

  /// Marks that the head of a request has arrived.
  func begin(_ number: UInt64) {
    state.withLock { $0.entries[number]?.waitingSince = nil }
  }

  /// Marks that the answers are written, so the connection waits for the next request.
  func rest(_ number: UInt64) {
    state.withLock { state in
      state.entries[number]?.waitingSince = state.next
      state.next += 1
    }
  }

  /// Removes a connection that was closed.
  func close(_ number: UInt64) {
    state.withLock { _ = $0.entries.removeValue(forKey: number) }
  }
}
