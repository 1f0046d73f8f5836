import Connector
import EventLog
import Evidence
import Integrations

/// Follows a leader from one interruption to the next.
///
/// The leader's history is compared first: the last record that is here must be the one that it has there.
struct FollowSession {
  /// A root may come before the records that it covers; after so many looks it is a finding.
  private static let patience = 3
  /// How often a look is written down while records come.
  private static let lookSeconds: Int64 = 5

  private let feed: LeaderFeed
  private let ledger: Ledger
  private var follower: Follower
  /// The epoch that the leader's cursors are of.
  private var epoch: Int64
  private var lastLook = ContinuousClock.now - .seconds(FollowSession.lookSeconds)
  private var lateRoots = 0
  private let progress: (_ done: Int64, _ total: Int64) -> Void

  init(
    _ feed: LeaderFeed, _ ledger: Ledger,
    progress: @escaping (_ done: Int64, _ total: Int64) -> Void
  ) throws {
    self.feed = feed
    self.ledger = ledger
    self.progress = progress
    follower = try Follower(ledger)
    epoch = try ledger.lastCursor().epoch
  }

  /// How far the copy is.
  var position: Position { follower.position }

  /// Copies what the leader has; then returns, or goes on with what comes.
  ///
  /// - Parameter isLevel: Called whenever everything is here.
  /// - Throws: `FollowError` if it cannot go on by itself; `LeaderTrouble` or `LedgerError` if it may later.
  mutating func run(once isOnce: Bool, isLevel: (Position) -> Void) async throws {
    do {
      try await compare()
      while true {
        try await copyAll()
        isLevel(follower.position)
        if isOnce { return }
        try await awaitMore()
      }
    } catch let answer as CursorAnswer {
      throw try await finding(of: answer)
    } catch let error as FollowError where error.isFinding {
      throw try await firstDifference() ?? error
    }
  }

  // MARK: Copying

  private mutating func copyAll() async throws {
    try await readPublications()
    var upcoming: Task<FeedBatch, any Error>? = ask(after: follower.position)
    defer { upcoming?.cancel() }
    while let asked = upcoming {
      let batch = try await asked.value
      try enter(batch.head.epoch)
      // The next pages are read while these are stored.
      upcoming = batch.isAtEnd ? nil : ask(after: batch.cursor.position)
      try await take(batch.records)
      try keepLook(batch.head.position)
      progress(follower.position.number, batch.head.position.number)
      try await readPublications()
      guard upcoming == nil else { continue }
      try await take([])
      if follower.position < batch.head.position { upcoming = ask(after: follower.position) }
      try checkLevel(batch.head.position)
    }
  }

  private func ask(after position: Position) -> Task<FeedBatch, any Error> {
    Task { [feed, epoch] in
      try await FeedBatch.read(feed, epoch: epoch, after: position)
    }
  }

  private mutating func readPublications() async throws {
    while !follower.isWaitingForRecords {
      let page = try await feed.publications(after: follower.cursor)
      guard !page.body.isEmpty else { return }
      try read(page)
      try await take([])
    }
  }

  private mutating func read(_ page: LeaderFeed.Page) throws {
    try follower.read(page.body)
    guard LeafCursor(page.cursor) == follower.cursor else {
      throw LeaderTrouble(
        "The leader's publications have a cursor that does not fit them.",
        "Ledarens publiceringar har ett läge som inte passar dem.")
    }
  }

  private mutating func take(_ records: [FeedRecord]) async throws {
    let before = follower
    follower = try await Blocking.run {
      var follower = before
      try follower.take(records)
      return follower
    }
  }

  /// Begins an epoch of the leader's cursors, whose key must be known.
  private mutating func enter(_ epoch: Int64) throws {
    guard epoch <= follower.leader.epoch else { throw FollowError.newEpoch(epoch) }
    self.epoch = epoch
  }

  private mutating func checkLevel(_ head: Position) throws {
    lateRoots = follower.isWaitingForRecords ? lateRoots + 1 : 0
    if follower.isWaitingForRecords {
      guard lateRoots < Self.patience else { throw FollowError.cutRecords(head) }
      throw LeaderTrouble(
        "The leader's last root covers records that it does not give yet.",
        "Ledarens sista rot omfattar poster som den inte ger än.")
    }
    guard follower.position.number == 0 || follower.cursor.epoch >= follower.leader.epoch else {
      throw LeaderTrouble(
        "The leader has signed nothing of epoch \(follower.leader.epoch) yet, whose key is known here.",
        "Ledaren har inte signerat något i epok \(follower.leader.epoch) än, vars nyckel är känd här."
      )
    }
  }

  // MARK: Waiting

  /// Waits until the leader has more, or has had nothing for as long as it waits.
  private mutating func awaitMore() async throws {
    let (feed, epoch, position, cursor) = (feed, epoch, follower.position, follower.cursor)
    let seconds = LeaderFeed.waitSeconds
    let head = try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        let after = position.number == 0 ? "0" : "\(FeedCursor(epoch: epoch, position: position))"
        return try await feed.records(after: after, limit: 1, waiting: seconds).head
      }
      group.addTask {
        _ = try await feed.publications(after: cursor, waiting: seconds)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    if let head = head.flatMap({ FeedCursor($0) }) { try keepLook(head.position) }
  }

  private mutating func keepLook(_ head: Position) throws {
    let isDue = ContinuousClock.now - lastLook >= .seconds(Self.lookSeconds)
    guard isDue || follower.position >= head else { return }
    lastLook = ContinuousClock.now
    try ledger.keepLook(head: head)
  }

  // MARK: Findings

  /// Compares the last record that is here with the leader's.
  private mutating func compare() async throws {
    guard follower.position.number > 0 else { return }
    do {
      guard try await isSame(follower.position) else { throw FollowError.forked(follower.position) }
    } catch CursorAnswer.restored {
      guard let common = try await restorePoint() else { return }
      guard common.position >= follower.position else {
        throw FollowError.restored(
          after: common.position, epoch: common.epoch, follower: follower.position)
      }
      try enter(common.epoch)
      guard try await isSame(follower.position) else { throw FollowError.forked(follower.position) }
    }
  }

  /// The last record here that the leader, which was restored, has too; nil if it was not restored.
  private func restorePoint() async throws -> FeedCursor? {
    do {
      _ = try await feed.records(
        after: "\(FeedCursor(epoch: epoch, position: follower.position))", limit: 1)
      return nil
    } catch CursorAnswer.restored(let common) {
      return common
    }
  }

  private func finding(of answer: CursorAnswer) async throws -> any Error {
    switch answer {
    case .restored(let common) where common.position < follower.position:
      return FollowError.restored(
        after: common.position, epoch: common.epoch, follower: follower.position)
    case .restored(let common):
      return common.epoch <= follower.leader.epoch
        ? LeaderTrouble("The leader was restored.", "Ledaren är återställd.")
        : FollowError.newEpoch(common.epoch)
    case .ahead(let head):
      if let end = FeedCursor(head), end.position < follower.position {
        return FollowError.cut(leader: end.position, follower: follower.position)
      }
      return FollowError.badPublication(
        Text(
          "it ends at \(head), before what was held", "den slutar vid \(head), före det som hållits"
        ),
        follower.position)
    }
  }

  /// The first record that differs from the leader's; nil if none does, or the leader does not say.
  private func firstDifference() async throws -> FollowError? {
    let last = follower.position
    guard last.number > 0, let isSame = try? await isSame(last), !isSame else { return nil }
    var (same, different) = (Int64(0), last.number)
    while different - same > 1 {
      let middle = same + (different - same) / 2
      guard let isSame = try? await self.isSame(Position(middle)) else { return nil }
      if isSame { same = middle } else { different = middle }
    }
    return .forked(Position(different))
  }

  /// True if the leader has the same record at a position.
  private func isSame(_ position: Position) async throws -> Bool {
    let before = Position(position.number - 1)
    let after = before.number == 0 ? "0" : "\(FeedCursor(epoch: epoch, position: before))"
    let page = try await feed.records(after: after, limit: 1)
    guard page.body.last == UInt8(ascii: "\n") else {
      let head = FeedCursor(page.head)?.position ?? before
      throw FollowError.cut(leader: min(head, before), follower: follower.position)
    }
    let record = try? page.body.dropLast().withUnsafeBytes {
      try FeedRecord(position: position, reading: $0)
    }
    return try record.map { Array($0.hashBytes) == (try ledger.recordHash(at: position)) } ?? false
  }
}
