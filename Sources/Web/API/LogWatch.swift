import EventLog
import Evidence
import ServiceLifecycle
import Synchronization

/// Where something that is read as it grows ends.
enum LogEnd: Hashable {
  case records(FeedCursor)
  case publications(LeafCursor)
}

/// Tells readers that wait of new records and publications, also of those that another process writes.
///
/// A waiting reader holds no thread and no connection to the database. While anybody waits, one task looks
/// fifty times a second where the log ends, which takes some twenty microseconds.
final class LogWatch: Sendable {
  private static let interval = Duration.milliseconds(20)

  private struct Waiter {
    let end: LogEnd
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<Bool, any Error>

    /// True if the log has gone on, by where everything ends now.
    func isPast(_ ends: Set<LogEnd>) -> Bool { !ends.isEmpty && !ends.contains(end) }
  }

  private struct State {
    var waiters: [UInt64: Waiter] = [:]
    var next: UInt64 = 0
    var isLooking = false
    /// Waits that ended before they began.
    var ended: [UInt64: Result<Bool, any Error>] = [:]
  }

  private let ledger: Ledger
  private let state = Mutex(State())

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// Waits until the log, or what is published of it, ends elsewhere than here.
  ///
  /// - Returns: False if the deadline came first, or the server is about to stop.
  /// - Throws: `CancellationError` if the reader has gone.
  func wait(
    while end: LogEnd, until deadline: ContinuousClock.Instant
  ) async throws -> Bool {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { _ = $0.ended.removeValue(forKey: number) } }
    return try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          add(Waiter(end: end, deadline: deadline, continuation: continuation), number)
        }
      } onCancel: {
        self.end(number, .failure(CancellationError()))
      }
    } onGracefulShutdown: {
      self.end(number, .success(false))
    }
  }

  private func add(_ waiter: Waiter, _ number: UInt64) {
    let (end, begins) = state.withLock { state -> ((Result<Bool, any Error>)?, Bool) in
      if let end = state.ended[number] { return (end, false) }
      state.waiters[number] = waiter
      defer { state.isLooking = true }
      return (nil, !state.isLooking)
    }
    if let end { waiter.continuation.resume(with: end) }
    if begins { Task.detached { await self.look() } }
  }

  private func end(_ number: UInt64, _ result: Result<Bool, any Error>) {
    let waiter = state.withLock { state in
      state.ended[number] = result
      return state.waiters.removeValue(forKey: number)
    }
    waiter?.continuation.resume(with: result)
  }

  /// Looks until nobody waits.
  private func look() async {
    while true {
      let ends = readEnds()
      let now = ContinuousClock.now
      let (told, isDone) = state.withLock { state in
        let told = state.waiters.filter { $1.deadline <= now || $1.isPast(ends) }
        for number in told.keys { state.waiters.removeValue(forKey: number) }
        if state.waiters.isEmpty { state.isLooking = false }
        return (told, state.waiters.isEmpty)
      }
      for waiter in told.values { waiter.continuation.resume(returning: waiter.isPast(ends)) }
      if isDone { return }
      try? await Task.sleep(for: Self.interval)
    }
  }

  /// Where everything ends now; empty if that cannot be read just now, which the next look does.
  private func readEnds() -> Set<LogEnd> {
    guard let cursor = try? ledger.lastCursor(), let leaves = try? ledger.lastPublicationCursor()
    else { return [] }
    return [.records(cursor), .publications(leaves)]
  }
}
