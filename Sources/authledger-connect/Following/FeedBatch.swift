import EventLog
import Evidence
import Integrations

/// Records that are taken in one transaction: several pages of the feed.
struct FeedBatch: Sendable {
  /// How many pages are gathered at most, and how many bytes.
  private static let pageLimit = 16
  private static let byteLimit = 16 << 20

  var records: [FeedRecord] = []
  /// The cursor after the last record.
  var cursor: FeedCursor
  /// The leader's end, as the last page said it.
  var head: FeedCursor
  /// True if the last page had nothing.
  var isAtEnd: Bool { records.isEmpty || cursor.position >= head.position }

  /// Reads pages after a cursor until there is nothing more, or enough.
  ///
  /// - Parameters:
  ///   - epoch: The epoch of the cursor.
  ///   - start: The last record that is not asked for.
  ///   - seconds: How long the leader waits while it has nothing.
  /// - Throws: `FollowError.badRecord`, `LeaderTrouble` or `CursorAnswer`.
  static func read(
    _ feed: LeaderFeed, epoch: Int64, after start: Position, waiting seconds: Int = 0
  ) async throws -> FeedBatch {
    let first = FeedCursor(epoch: epoch, position: start)
    var batch = FeedBatch(cursor: first, head: first)
    var bytes = 0
    for number in 0..<pageLimit {
      let after = batch.cursor.position.number == 0 ? "0" : "\(batch.cursor)"
      let page = try await feed.records(after: after, waiting: number == 0 ? seconds : 0)
      try batch.add(page)
      bytes += page.body.count
      if page.body.isEmpty || batch.cursor.position >= batch.head.position { break }
      if bytes >= byteLimit || feed.pageSize < LeaderFeed.pageSize { break }
    }
    return batch
  }

  private mutating func add(_ page: LeaderFeed.Page) throws {
    guard let next = FeedCursor(page.cursor), let head = FeedCursor(page.head),
      next.position >= cursor.position, head.position >= next.position
    else { throw Self.wrongCursor }
    let start = cursor.position.number
    var count: Int64 = 0
    try page.body.withUnsafeBytes { body in
      var rest = body[...]
      while !rest.isEmpty {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
          throw LeaderTrouble(
            "The leader's answer ends within a record.", "Ledarens svar slutar mitt i en post.")
        }
        count += 1
        records.append(
          try Self.record(
            UnsafeRawBufferPointer(rebasing: rest[..<end]), at: Position(start + count)))
        rest = rest[(end + 1)...]
      }
    }
    guard next.position.number == start + count else { throw Self.wrongCursor }
    (cursor, self.head) = (next, head)
  }

  private static func record(
    _ line: UnsafeRawBufferPointer, at position: Position
  ) throws -> FeedRecord {
    do {
      return try FeedRecord(position: position, reading: line)
    } catch LedgerError.unreadable(_, let what) {
      throw FollowError.badRecord(position, what)
    }
  }

  private static let wrongCursor = LeaderTrouble(
    "The leader's answer has records and a cursor that do not fit; may its access key read the records "
      + "of all companies?",
    "Ledarens svar har poster och ett läge som inte passar ihop; får åtkomstnyckeln läsa posterna för "
      + "alla företag?")
}
