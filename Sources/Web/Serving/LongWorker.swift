import Dispatch
import EventLog
import Hummingbird
import NIOCore
import Synchronization

/// One thread for long reads, so that they do not block the threads that answer pages.
///
/// A few reads may wait for it; further ones are refused at once, with the time to try again. A read ends
/// when its browser goes away.
final class LongWorker: Sendable {
  private let queue: DispatchQueue
  private let places: Int
  private let taken = Mutex(0)

  /// - Parameter waiting: The number of reads that may wait while one runs.
  init(_ name: String, waiting: Int) {
    queue = DispatchQueue(label: "authledger.\(name)")
    places = waiting + 1
  }

  /// The number of reads that run or wait.
  var count: Int { taken.withLock { $0 } }

  /// True while further reads are refused.
  var isFull: Bool { count >= places }

  /// Runs `body` on the worker's thread.
  ///
  /// - Throws: `WebError.occupied` if too many reads wait.
  func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result
  {
    try take()
    let stop = StopSign()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        start(stop, body) { continuation.resume(with: $0) }
      }
    } onCancel: {
      stop.raise()
    }
  }

  /// Answers with bytes that are sent while they are made.
  ///
  /// The thread waits for a browser that reads slowly; a browser that reads nothing loses its connection.
  ///
  /// - Parameter body: Writes the bytes. An error before the first byte is thrown here; a later one cuts
  ///   the answer short.
  func stream(
    _ headers: HTTPFields, _ body: @escaping @Sendable (Outlet) throws -> Void
  ) async throws -> Response {
    try take()
    let outlet = Outlet()
    let work: @Sendable () throws -> Void = { try body(outlet) }
    start(outlet.stop, work) { outlet.end($0) }
    try await withTaskCancellationHandler {
      try await outlet.begin()
    } onCancel: {
      outlet.stop.raise()
    }
    return Response(
      status: .ok, headers: headers,
      body: .init { writer in
        defer { outlet.stop.raise() }
        while let bytes = try await outlet.next() { try await writer.write(bytes) }
        try await writer.finish(nil)
      })
  }

  private func take() throws(WebError) {
    let isFree = taken.withLock { taken in
      guard taken < places else { return false }
      taken += 1
      return true
    }
    guard isFree else { throw WebError.occupied }
  }

  private func start<Result: Sendable>(
    _ stop: StopSign, _ body: @escaping @Sendable () throws -> Result,
    answer: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
  ) {
    queue.async {
      let result = Swift.Result {
        if stop.isRaised { throw CancellationError() }
        return try StopSign.$current.withValue(stop) { try body() }
      }
      self.taken.withLock { $0 -= 1 }
      answer(result)
    }
  }
}
