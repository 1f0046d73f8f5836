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
/// a hundred times a second where the log ends.
final class LogWatch: Sendable {
  private static let interval = Duration.milliseconds(10)

  /// So many new records are looked at for all waiting readers together; with more, each looks itself.
  private static let sharedLimit = 256

  private struct Waiter {
    /// Where what it waits for ended when it was last looked at.
    var end: LogEnd
    let query: FeedQuery
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<Bool, any Error>
  }

  private struct State {
    var waiters: [UInt64: Waiter] = [:]
    var next: UInt64 = 0
    var isLooking = false
    /// Waits that ended before they began.
    var ended: [UInt64: Result<Bool, any Error>] = [:]
    /// Where the log and its publications ended at the last look.
    var head: FeedCursor?
    var leaves: LeafCursor?
    /// From when on all who wait are gone through though nothing is new: the first deadline, or at once
    /// if somebody has come.
    var nextEnd = ContinuousClock.now

    /// Takes out everybody who is to be told now; costs nothing while nobody is.
    mutating func takeTold(
      _ news: News?, at now: ContinuousClock.Instant
    ) -> [(waiter: Waiter, isNew: Bool)] {
      let isChanged = news.map { $0.head != head || $0.leaves != leaves } ?? false
      guard isChanged || now >= nextEnd else { return [] }
      var told: [(Waiter, Bool)] = []
      // Whoever has come meanwhile is looked at again, until the log can be read.
      nextEnd = news == nil ? now : now + .seconds(3600)
      for (number, waiter) in waiters {
        let isNew = news?.isNew(to: waiter) ?? false
        if isNew || waiter.deadline <= now {
          told.append((waiter, isNew))
          waiters[number] = nil
          continue
        }
        nextEnd = min(nextEnd, waiter.deadline)
        if let news, case .records = waiter.end { waiters[number]?.end = .records(news.head) }
      }
      if let news { (head, leaves) = (news.head, news.leaves) }
      return told
    }
  }

  private let ledger: Ledger
  private let state = Mutex(State())
  private let lastPage = Mutex<SharedPage?>(nil)

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// Waits until there is a new record that a query asks for, or a new publication.
  ///
  /// A new record is looked at once for all who wait, so that a reader whose filter it does not pass costs
  /// next to nothing.
  ///
  /// - Returns: False if the deadline came first, or the server is about to stop.
  /// - Throws: `CancellationError` if the reader has gone.
  func wait(
    while end: LogEnd, for query: FeedQuery = FeedQuery(), until deadline: ContinuousClock.Instant
  ) async throws -> Bool {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { _ = $0.ended.removeValue(forKey: number) } }
    return try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          add(
            Waiter(end: end, query: query, deadline: deadline, continuation: continuation), number)
        }
      } onCancel: {
        self.end(number, .failure(CancellationError()))
      }
    } onGracefulShutdown: {
      self.end(number, .success(false))
    }
  }

  /// A page for a reader that waited: those who waited for the same get the one that the first of them read.
  func page(
    for wanted: FeedRequest, _ read: (FeedRequest) throws -> FeedPage
  ) throws -> FeedPage {
    let head = state.withLock { $0.head }
    return try lastPage.withLock { last in
      if let last, last.wanted == wanted, last.head == head { return last.page }
      let page = try read(wanted)
      last = SharedPage(wanted: wanted, head: head, page: page)
      return page
    }
  }

  /// The page that was read last.
  private struct SharedPage {
    var wanted: FeedRequest
    /// Where the log ended at the look before it was read.
    var head: FeedCursor?
    var page: FeedPage
  }

  private func add(_ waiter: Waiter, _ number: UInt64) {
    let (end, begins) = state.withLock { state -> ((Result<Bool, any Error>)?, Bool) in
      if let end = state.ended[number] { return (end, false) }
      state.waiters[number] = waiter
      state.nextEnd = .now
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
      // What cannot be read just now is read at the next look.
      let news = try? readNews()
      let (told, isDone) = state.withLock { state in
        let told = state.takeTold(news, at: .now)
        if state.waiters.isEmpty { state.isLooking = false }
        return (told, state.waiters.isEmpty)
      }
      for (waiter, isNew) in told { waiter.continuation.resume(returning: isNew) }
      if isDone { return }
      try? await Task.sleep(for: Self.interval)
    }
  }

  /// What one look finds.
  private struct News {
    /// Where the log ended at the look before.
    var before: FeedCursor
    /// Where it ends now.
    var head: FeedCursor
    /// Where the publications end now.
    var leaves: LeafCursor
    /// What the records between are about; nil if they are too many.
    var subjects: [FeedSubject]?

    func isNew(to waiter: Waiter) -> Bool {
      switch waiter.end {
      case .publications(let end): return end != leaves
      case .records(let end):
        guard end != head else { return false }
        guard end == before, let subjects else { return true }
        return subjects.contains(where: waiter.query.matches)
      }
    }
  }

  private func readNews() throws -> News {
    let (head, leaves) = try ledger.lastCursors()
    guard let before = state.withLock({ $0.head }), before != head else {
      return News(before: head, head: head, leaves: leaves, subjects: [])
    }
    guard let read = try ledger.feedSubjects(after: before, limit: Self.sharedLimit) else {
      return News(before: before, head: head, leaves: leaves, subjects: nil)
    }
    return News(before: before, head: read.head, leaves: leaves, subjects: read.subjects)
  }
}
