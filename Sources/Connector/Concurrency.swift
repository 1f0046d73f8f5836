import Dispatch
import Synchronization

/// Tasks that no request awaits, such as an exchange whose browser has gone.
final class BackgroundTasks: Sendable {
  private struct State {
    var tasks: [Int: Task<Void, Never>] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Starts work that is not cancelled with the task that starts it.
  func start(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      let number = state.next
      state.next += 1
      state.tasks[number] = Task.detached { [weak self] in
        await work()
        self?.state.withLock { _ = $0.tasks.removeValue(forKey: number) }
      }
    }
  }

  /// Waits until no task is left.
  func drain() async {
    while let task = state.withLock({ $0.tasks.first?.value }) { await task.value }
  }
}

/// Runs work that blocks its thread, such as waiting for another process that writes the ledger.
///
/// Swift's cooperative pool has one thread for each processor, and one that blocks stops every
/// request that it would have served.
public enum Blocking {
  private static let queue = DispatchQueue(label: "authledger.blocking", attributes: .concurrent)

  /// Runs `body` on a thread outside the cooperative pool.
  public static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try body() }) }
    }
  }
}
