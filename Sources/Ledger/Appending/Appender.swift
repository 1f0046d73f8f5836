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
  /// One append that waits, and whom to tell.
  struct Request: Sendable {
    var commands: [Command]
    var company: Company
    var expected: ExpectedSize
    var answer: @Sendable (Result<[Appended], any Error>) -> Void
  }

  /// How many appends share a commit at most, so that the first does not wait for ever.
  static let batchLimit = 512
  /// How long a commit waits at most for those that shared the last one: less than a disk sync.
  private static let patience = DispatchTimeInterval.microseconds(200)

  private struct State {
    var waiting: [Request] = []
    /// Whether somebody commits, and will look for more when that is done.
    var isCommitting = false
    /// How many appends the next commit waits for; 0 where it does not.
    var expected = 0
  }

  private let state = Mutex(State())
  /// Signalled when as many wait as the next commit expects.
  private let complete = DispatchSemaphore(value: 0)
  /// Where commits go on when whoever began with them has its answer.
  private let turn = DispatchQueue(label: "authledger.append", qos: .userInitiated)

  /// Queues an append and returns at once.
  func enqueue(_ request: Request, on ledger: Ledger) {
    if queue(request) { turn.async { self.commitAll(ledger) } }
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
      // Alone, an append changes no thread. What came meanwhile is not this thread's to finish.
      commitNext(ledger)
      if isMoreWaiting() { turn.async { self.commitAll(ledger) } }
    }
    answered.wait()
  }

  /// Takes a request; true where the caller is to commit it, since nobody else will.
  private func queue(_ request: Request) -> Bool {
    state.withLock { state in
      state.waiting.append(request)
      if state.waiting.count == state.expected {
        state.expected = 0
        complete.signal()
      }
      defer { state.isCommitting = true }
      return !state.isCommitting
    }
  }

  private func commitAll(_ ledger: Ledger) {
    var expected = 1
    repeat {
      if !gather(expected) { expected -= 1 }
      expected = max(expected, commitNext(ledger))
    } while isMoreWaiting()
  }

  /// Waits a moment for as many appends as shared an earlier commit; false where they do not come.
  ///
  /// Those that were just answered are about to ask again; without them the next commit would be
  /// of the few that came during the last one, and every other commit of a few alone.
  private func gather(_ expected: Int) -> Bool {
    guard expected > 1 else { return true }
    let isComplete = state.withLock { state in
      state.expected = state.waiting.count < expected ? expected : 0
      return state.expected == 0
    }
    guard !isComplete else { return true }
    guard complete.wait(timeout: .now() + Self.patience) == .timedOut else { return true }
    return state.withLock { state in
      // Whoever completed them meanwhile has signalled, or found that nobody waits any more.
      defer { state.expected = 0 }
      if state.expected == 0 { complete.wait() }
      return state.expected == 0
    }
  }

  /// Commits what waits; tells how many that were.
  @discardableResult
  private func commitNext(_ ledger: Ledger) -> Int {
    let batch = state.withLock { state in
      let batch = Array(state.waiting.prefix(Self.batchLimit))
      state.waiting.removeFirst(batch.count)
      return batch
    }
    for (request, result) in zip(batch, commit(batch, ledger)) { request.answer(result) }
    return batch.count
  }

  /// Whether there is more to commit; where there is not, nobody commits any more.
  private func isMoreWaiting() -> Bool {
    state.withLock { state in
      state.isCommitting = !state.waiting.isEmpty
      return state.isCommitting
    }
  }

  private func commit(_ batch: [Request], _ ledger: Ledger) -> [Result<[Appended], any Error>] {
    do {
      return try ledger.writeLog { log, _ in
        try batch.map { try log.attempt($0) }
      }
    } catch {
      // The transaction is gone, so nobody's append is in the log.
      return batch.map { _ in .failure(error) }
    }
  }
}

extension LogWriter {
  /// An append whose refusal is an answer; what SQLite refuses is thrown and ends the transaction.
  fileprivate mutating func attempt(
    _ request: Appender.Request
  ) throws -> Result<[Appended], any Error> {
    do {
      return .success(
        try append(
          request.commands, to: request.company, expecting: request.expected, areChecked: true))
    } catch let error as LedgerError {
      return .failure(error)
    }
  }
}

extension Ledger {
  /// Records actions of one company in one commit, or nothing.
  ///
  /// The rules are asked for each in order; what they add is recorded with it. When this returns,
  /// the records are on the disk.
  ///
  /// - Parameters:
  ///   - commands: The actions. One with an id that is in the log with the same content is
  ///     answered with its first receipt, before the expected size and the rules are looked at.
  ///   - company: The company.
  ///   - expected: How many records its stream must have.
  /// - Returns: What became of each command, in their order.
  /// - Throws: `LedgerError.rejected`, `.conflict`, `.idTaken`, `.secret`, `.future`, `.unfit`,
  ///   `.busy` or `.io`; then nothing is recorded.
  @discardableResult
  public func append(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize = .any
  ) throws -> [Appended] {
    for command in commands { try command.check() }
    let answer = Mutex<Result<[Appended], any Error>?>(nil)
    appender.wait(
      Appender.Request(commands: commands, company: company, expected: expected) { result in
        answer.withLock { $0 = result }
      }, on: self)
    return try answer.withLock { $0 ?? .success([]) }.get()
  }

  /// Records actions of one company in one commit, or nothing, without holding a thread.
  ///
  /// - SeeAlso: `append(_:to:expecting:)`, whose promises it keeps.
  @discardableResult
  public func appendConcurrently(
    _ commands: [Command], to company: Company, expecting expected: ExpectedSize = .any
  ) async throws -> [Appended] {
    for command in commands { try command.check() }
    return try await withCheckedThrowingContinuation { continuation in
      appender.enqueue(
        Appender.Request(commands: commands, company: company, expected: expected) {
          continuation.resume(with: $0)
        }, on: self)
    }
  }
}
