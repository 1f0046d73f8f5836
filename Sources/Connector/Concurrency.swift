import Dispatch
import Synchronization

/// The work that goes on although nobody waits for it.
final class BackgroundTasks: Sendable {
  private struct State {
    var tasks: [Int: Task<Void, Never>] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Starts work that is finished even if whoever asked for it goes away.
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

  /// Waits until nothing runs.
  func drain() async {
    while let task = state.withLock({ $0.tasks.first?.value }) { await task.value }
  }
}

/// Work that holds its thread, such as waiting for another process that writes the ledger.
///
/// The threads that answer are as few as the processors: one that waits for the disk or for a lock
/// keeps everybody waiting.
public enum Blocking {
  private static let queue = DispatchQueue(label: "authledger.blocking", attributes: .concurrent)

  /// Runs a body on a thread of its own.
  public static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try body() }) }
    }
  }
}
