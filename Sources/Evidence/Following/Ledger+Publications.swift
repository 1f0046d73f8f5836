public import EventLog
import Integrations
import Transparency

/// What a reading of the publications came to.
public struct PublicationPage: Hashable, Sendable {
  /// The cursor after the last line; the one that was given if there was none.
  public let next: LeafCursor
  /// The cursor after the last publication.
  public let head: LeafCursor
  /// True if the cursor that was given lies after the last publication of its epoch, or in an epoch
  /// that has none, so that nothing was read.
  public let isAhead: Bool
}

extension Ledger {
  /// Calls `body` with the lines of the publications after a cursor, in one snapshot.
  ///
  /// A line is canonical JSON and a newline. Each leaf of a root tree has one, and after the last leaf
  /// that a signed root covers comes the line of that root, in the same reading:
  ///
  ///     {"epoch":1,"hash":"c3…","leaf":0,"size":12,"stream":1}
  ///     {"epoch":1,"note":"authledger.invalid/…","position":41,"size":1}
  ///
  /// - Parameters:
  ///   - cursor: What was read before.
  ///   - limit: How many leaves are read at most.
  /// - Throws: `LedgerError.damaged` if leaves are missing.
  public func forEachPublicationLine(
    after cursor: LeafCursor, limit: Int, _ body: ([UInt8]) throws -> Void
  ) throws -> PublicationPage {
    try read { connection in
      let latest = try Publication.latest(connection)
      let head = latest.map { LeafCursor(epoch: $0.epoch, leaves: $0.leaves) } ?? .start
      let last = try Publication.last(epoch: cursor.epoch, connection)?.leaves ?? 0
      guard cursor.epoch <= head.epoch, cursor.leaves <= last else {
        return PublicationPage(next: cursor, head: head, isAhead: true)
      }
      var next = cursor
      var room = Int64(limit)
      while room > 0,
        let publication = try Publication.next(
          afterEpoch: next.epoch, size: next.leaves, connection)
      {
        let start = publication.epoch == next.epoch ? next.leaves : 0
        let end = min(publication.leaves, start + room)
        try leafLines(epoch: publication.epoch, start, end, connection, body)
        if end == publication.leaves { try body(PublicationLine.root(publication).encoded) }
        next = LeafCursor(epoch: publication.epoch, leaves: end)
        room -= end - start
      }
      return PublicationPage(next: next, head: head, isAhead: false)
    }
  }

  /// The cursors at the end of the log and after the last publication, in one snapshot.
  public func lastCursors() throws -> (records: FeedCursor, publications: LeafCursor) {
    try read { connection in
      let leaves = try Publication.latest(connection)
        .map { LeafCursor(epoch: $0.epoch, leaves: $0.leaves) }
      return (try FeedCursor.last(connection), leaves ?? .start)
    }
  }

  private func leafLines(
    epoch: Int64, _ start: Int64, _ end: Int64, _ connection: Connection,
    _ body: ([UInt8]) throws -> Void
  ) throws {
    var expected = start
    try RootLeaf.forEach(RootLeaf.Leaves(epoch: epoch, start, end), connection) { leaf in
      guard let leaf, leaf.index == expected else { throw missingLeaf(expected) }
      expected += 1
      try body(PublicationLine.leaf(leaf, epoch: epoch).encoded)
    }
    guard expected == end else { throw missingLeaf(expected) }
  }

  private func missingLeaf(_ number: Int64) -> LedgerError {
    .damaged(
      file: files.databasePath,
      what: Text(
        "leaf \(number) of what was published is missing or no such",
        "löv \(number) av det publicerade saknas eller är inget sådant"))
  }
}

extension Publication {
  /// How many leaves the root tree had.
  var leaves: Int64 { Int64(frontier.size) }
}
