import Synchronization

/// The connections that are open, and which of them wait for a request.
///
/// When there are too many, the one that has waited longest for the rest of a request's head goes:
/// who asks and reads keeps the connection.
final class Connections: Sendable {
  private struct Entry {
    /// Rises with each beginning of a wait; nil while a request is under way.
    var waitingSince: UInt64?
    let close: @Sendable () -> Void
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var next: UInt64 = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// True if more than half of the connections that may be open are.
  var isCrowded: Bool { state.withLock { $0.entries.count * 2 > limit } }

  /// How many are open.
  var count: Int { state.withLock { $0.entries.count } }

  /// A connection was opened; another one, or this one, is closed where there are too many.
  ///
  /// - Returns: its number.
  func open(_ close: @escaping @Sendable () -> Void) -> UInt64 {
    let (number, dropped) = state.withLock { state -> (UInt64, Entry?) in
      let number = state.next
      state.next += 1
      state.entries[number] = Entry(waitingSince: number, close: close)
      guard state.entries.count > limit,
        let oldest = state.entries.filter({ $0.value.waitingSince != nil })
          .min(by: { ($0.value.waitingSince ?? 0) < ($1.value.waitingSince ?? 0) })
      else { return (number, nil) }
      return (number, state.entries.removeValue(forKey: oldest.key))
    }
    dropped?.close()
    return number
  }

  /// The head of a request has come.
  func begin(_ number: UInt64) {
    state.withLock { $0.entries[number]?.waitingSince = nil }
  }

  /// Its answers are written: it waits for the next request.
  func rest(_ number: UInt64) {
    state.withLock { state in
      state.entries[number]?.waitingSince = state.next
      state.next += 1
    }
  }

  /// The connection was closed.
  func close(_ number: UInt64) {
    state.withLock { _ = $0.entries.removeValue(forKey: number) }
  }
}
