import Dispatch

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
