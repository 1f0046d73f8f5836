import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog
@testable import Evidence

/// A leader and a follower of it, with what goes from one to the other in the test's hands.
struct FollowerBed {
  let folder: TemporaryFolder
  let leader: Ledger
  var directory: String { folder.file("follower") }

  /// A leader with two companies, published after every round.
  init(rounds: Int = 3) throws {
    folder = try TemporaryFolder()
    leader = try Ledger.signed(folder.file("leader"))
    if rounds > 0 { for round in 1...rounds { try leader.publishRound(round) } }
  }

  /// The key that signs a ledger's root.
  static func key(of ledger: Ledger) throws -> VerifierKey {
    try ledger.keyHistory(of: ledger.rootOrigin()).signing[0]
  }

  /// Opens the follower, which is made with the leader's key if there is none.
  func opened(key: VerifierKey? = nil) throws -> Ledger {
    try Ledger.following(
      "https://leader.example.com", keys: [key ?? Self.key(of: leader)], in: directory)
  }

  /// The lines of a ledger's publications.
  static func lines(
    of ledger: Ledger, after cursor: LeafCursor = .start, limit: Int = 10_000
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try ledger.forEachPublicationLine(after: cursor, limit: limit) { bytes += $0 }
    return bytes
  }

  /// The records of a ledger, as its feed gives them.
  static func records(
    of ledger: Ledger, after position: Position = Position(0)
  ) throws -> [(position: Position, bytes: [UInt8])] {
    try ledger.records(RecordQuery()).filter { $0.position > position }
      .map { ($0.position, $0.bytes) }
  }

  static func feed(_ records: [(position: Position, bytes: [UInt8])]) throws -> [FeedRecord] {
    try records.map { record in
      try record.bytes.withUnsafeBytes { try FeedRecord(position: record.position, reading: $0) }
    }
  }

  /// Takes everything that a ledger has into the follower, in batches.
  func copy(
    from source: Ledger? = nil, to ledger: Ledger, inBatchesOf size: Int = 1000,
    leaves: Int = 10_000
  ) throws {
    let source = source ?? leader
    var follower = try Follower(ledger)
    while true {
      let lines = try Self.lines(of: source, after: follower.cursor, limit: leaves)
      try follower.read(lines)
      let records = try Self.records(of: source, after: follower.position)
      let taken = try follower.take(Self.feed(Array(records.prefix(size))))
      if taken == Follower.Taken(), lines.isEmpty { return }
    }
  }

  /// Opens the follower, copies everything, and closes it.
  func copyAll() throws {
    let ledger = try opened()
    try copy(to: ledger)
    try ledger.close()
  }

  /// What two ledgers hold: records, roots, status.
  static func expectSame(
    _ one: Ledger, _ other: Ledger, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(
      try records(of: one).map(\.bytes) == records(of: other).map(\.bytes),
      sourceLocation: sourceLocation)
    #expect(try notes(of: one) == notes(of: other), sourceLocation: sourceLocation)
    #expect(
      try one.read { try StatusTable.digest($0) } == other.read { try StatusTable.digest($0) },
      sourceLocation: sourceLocation)
  }

  private static func notes(of ledger: Ledger) throws -> [String] {
    String(decoding: try lines(of: ledger), as: UTF8.self).split(separator: "\n")
      .filter { $0.contains(#""note""#) }.map(String.init)
  }
}
