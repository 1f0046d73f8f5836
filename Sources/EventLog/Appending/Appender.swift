import Dispatch
import Foundation
public import Integrations
import Synchronization

/// Lets appends that wait at the same time share one commit.
///
/// A durable commit costs a disk sync, far more than the append itself. While one commit runs,
/// further appends queue; the next commit takes all of them. Each is decided on the state that
/// those before it left, and each succeeds or is refused on its own.
final class Appender: Sendable {
  /// One append that waits, and what to call with its result.
  struct Request: Sendable {
    var commands: [CheckedCommand]
    var company: Company
    var expected: ExpectedSize
    /// Identifies an append that may be given up; nil for one that waits as long as it takes.
    var number: UInt64?
    var answer: @Sendable (Result<[Appended], any Error>) -> Void
  }

  /// How many appends share a commit at most, so that the first does not wait for ever.
  static let batchLimit = 512
  /// How long a commit waits at most for those that shared the last one: less than a disk sync.
  private static let patience = Duration.microseconds(100)

  private struct State {
    var waiting: [Request] = []
    /// Rises with each append that may be given up.
    var next: UInt64 = 0
    /// True while a thread commits; it looks for more requests when it is done.
    var isCommitting = false
  }

  private let state = Mutex(State())
  /// Commits the appends that came while a caller wrote its own.
  private let commits = DispatchQueue(label: "authledger.append", qos: .userInitiated)
  private let timeouts = DispatchQueue(label: "authledger.patience", qos: .userInitiated)

  /// Queues an append and returns at once.
  ///
  /// - Parameter patience: How long it may wait to be written before it is given up; nil for as
  ///   long as the writer waits for other processes.
  func enqueue(_ request: Request, on ledger: Ledger, patience: Duration? = nil) {
    var request = request
    if let patience {
      let number = state.withLock { state in
        state.next += 1
        return state.next
      }
      request.number = number
      timeouts.asyncAfter(deadline: .now() + .nanoseconds(Int(patience / .nanoseconds(1)))) {
        self.expire(number, after: patience)
      }
    }
    if queue(request) { commits.async { self.commitAll(ledger) } }
  }

  /// Gives up an append that still waits: it is in no transaction, so nothing of it is recorded.
  private func expire(_ number: UInt64, after patience: Duration) {
    let request = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
    }
    let seconds = Int(patience.components.seconds)
    request?.answer(.failure(LedgerError.busy(holder: nil, seconds: seconds)))
  }

  /// Queues an append and returns when it is answered.
  func wait(_ request: Request, on ledger: Ledger) {
    let answered = DispatchSemaphore(value: 0)
    var request = request
    let answer = request.answer
    request.answer = {
      answer($0)
      answered.signal()
    }
    if queue(request) {
      // A lone append stays on its thread. Those that came meanwhile are committed on the queue.
      commit(ledger, expected: 1)
      if isMoreWaiting() { commits.async { self.commitAll(ledger) } }
    }
    answered.wait()
  }

  /// Queues a request; returns true if the caller must commit it, because no other thread does.
  private func queue(_ request: Request) -> Bool {
    state.withLock { state in
      state.waiting.append(request)
      defer { state.isCommitting = true }
      return !state.isCommitting
    }
  }

  private func commitAll(_ ledger: Ledger) {
    var expected = 1
    repeat {
      let taken = commit(ledger, expected: expected)
      expected = taken < expected ? expected - 1 : taken
      if expected > 1 { awaitNext() }
    } while isMoreWaiting()
  }

  /// True if more requests wait; if none do, the calling thread stops committing.
  private func isMoreWaiting() -> Bool {
    state.withLock { state in
      state.isCommitting = !state.waiting.isEmpty
      return state.isCommitting
    }
  }

  /// Commits what waits and what comes while it is being written.
  ///
  /// - Parameter expected: How many requests shared the last commit. Their callers are about to
  ///   append again; without waiting for them, every other commit would hold only the few that came
  ///   meanwhile.
  /// - Returns: How many requests it answered.
  @discardableResult
  private func commit(_ ledger: Ledger, expected: Int) -> Int {
    var taken: [Request] = []
    var results: [Result<[Appended], any Error>] = []
    let start = ContinuousClock.now
    do {
      try ledger.writeLog { log, _ in
        while taken.count < Self.batchLimit {
          if taken.count < expected { awaitNext() }
          guard let request = next() else { break }
          taken.append(request)
          results.append(try log.attempt(request))
        }
      }
    } catch {
      // The transaction is gone, so nobody's append is in the log.
      if taken.isEmpty { taken = takeAll() }
      results = taken.map { _ in .failure(error) }
    }
    ledger.effects.appended(start.duration(to: .now))
    for (request, result) in zip(taken, results) { request.answer(result) }
    return taken.count
  }

  private func next() -> Request? {
    state.withLock { state in state.waiting.isEmpty ? nil : state.waiting.removeFirst() }
  }

  /// Returns as soon as a request waits, or after `patience` if none comes.
  private func awaitNext() {
    let end = ContinuousClock.now + Self.patience
    while state.withLock({ $0.waiting.isEmpty }), ContinuousClock.now < end {
      // Sleeping and being woken would take longer than the wait.
      sched_yield()
    }
  }

  private func takeAll() -> [Request] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}

extension LogWriter {
  /// Appends, and returns a refusal as a result; an error of SQLite's is thrown and ends the
  /// transaction for all.
  fileprivate mutating func attempt(
    _ request: Appender.Request
  ) throws -> Result<[Appended], any Error> {
    do {
      return .success(
        try append(request.commands, to: request.company, expecting: request.expected))
    } catch let error as LedgerError {
      return .failure(error)
    }
  }
}

extension Ledger {
  /// Records actions of one company in one commit, or nothing.
  ///
  /// Each command goes through the rules in order; what the rules add is recorded with it. When
  /// this returns, the records are on the disk.
  ///
  /// - Parameters:
  ///   - commands: The actions. One with an id that is in the log with the same content is
  ///     answered with its first receipt, whatever the expected size and the rules say.
  ///   - company: The company.
  ///   - expected: How many records its stream must have.
  /// - Returns: What became of each command, in their order.
  /// - Throws: `LedgerError.rejected`, `.conflict`, `.idTaken`, `.secret`, `.future`, `.unfit`,
  ///   `.busy` or `.io`; then nothing is recorded.
  @discardableResult
  public func append(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize = .any
  ) throws -> [Appended] {
    try append(commands.map(CheckedCommand.init), to: company, expecting: expected)
  }

  /// Records actions that were read from text.
  ///
  /// - SeeAlso: `append(_:to:expecting:)` of commands, whose promises it keeps.
  @discardableResult
  public func append(
    _ commands: [CheckedCommand], to company: Company, expecting expected: ExpectedSize = .any
  ) throws -> [Appended] {
    let answer = Mutex<Result<[Appended], any Error>?>(nil)
    appender.wait(
      Appender.Request(commands: commands, company: company, expected: expected) { result in
        answer.withLock { $0 = result }
      }, on: self)
    return try answer.withLock { $0 ?? .success([]) }.get()
  }

  /// Records actions of one company in one commit, or nothing, without holding a thread.
  ///
  /// - Parameter patience: How long to wait for other processes; nil for the ledger's own patience.
  ///   After that, `LedgerError.busy` is thrown and nothing is recorded, now or later.
  /// - SeeAlso: `append(_:to:expecting:)`, whose promises it keeps.
  @discardableResult
  public func appendConcurrently(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize = .any,
    patience: Duration? = nil
  ) async throws -> [Appended] {
    let commands = try commands.map(CheckedCommand.init)
    return try await withCheckedThrowingContinuation { continuation in
      appender.enqueue(
        Appender.Request(commands: commands, company: company, expected: expected) {
          continuation.resume(with: $0)
        }, on: self, patience: patience)
    }
  }
}
