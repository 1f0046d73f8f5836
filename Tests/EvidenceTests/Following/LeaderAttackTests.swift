import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import Evidence

/// Leaders whose history is not the one that was followed: each is found, with the position, and nothing
/// of what it sent is kept.
@Suite struct LeaderAttackTests {
  /// A leader, and its follower that has the first two rounds.
  private let bed: FollowerBed
  private let ledger: Ledger

  init() throws {
    bed = try FollowerBed(rounds: 2)
    ledger = try bed.opened()
    try bed.copy(to: ledger)
  }

  /// A ledger with the leader's keys and its history up to here, which goes its own way.
  private func twin() throws -> Ledger {
    try bed.leader.close()
    let directory = bed.folder.file("twin")
    try FileManager.default.copyItem(atPath: bed.leader.directory, toPath: directory)
    return try Ledger.open(directory, for: .writing)
  }

  /// Follows a source whose lines and records are changed on the way, and expects an error that leaves
  /// everything as it was.
  private func expect(
    _ expected: FollowError, from source: Ledger? = nil, after position: Int64 = 4,
    lines: ([UInt8]) -> [UInt8] = { $0 },
    records: ([(position: Position, bytes: [UInt8])]) -> [(position: Position, bytes: [UInt8])] = {
      $0
    }, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let source = source ?? bed.leader
    let before = try FollowerBed.records(of: ledger).map(\.bytes)
    #expect(throws: expected, sourceLocation: sourceLocation) {
      var follower = try Follower(ledger)
      try follower.read(lines(FollowerBed.lines(of: source, after: follower.cursor)))
      let given = records(try FollowerBed.records(of: source, after: Position(position)))
      do {
        try follower.take(FollowerBed.feed(given))
      } catch LedgerError.unreadable(let position, let what) {
        throw FollowError.badRecord(position, what)
      }
    }
    #expect(
      try FollowerBed.records(of: ledger).map(\.bytes) == before, sourceLocation: sourceLocation)
    #expect(try ledger.verify().agrees, sourceLocation: sourceLocation)
    #expect(expected.isFinding, sourceLocation: sourceLocation)
    #expect(expected.text.english != expected.text.swedish, sourceLocation: sourceLocation)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("a history that went another way is found at its first record")
  func forked() throws {
    try bed.leader.append([.settings(9)], to: .acme)
    let other = try FollowerBed(rounds: 0)
    try other.leader.append([.settings(1)], to: .acme)
    try other.leader.append([.settings(7)], to: .beta)
    try expect(.forked(Position(1)), from: other.leader, after: 0, lines: { _ in [] })
  }

  @Test("a twin that signs another history with the leader's own key is found")
  func twinForks() throws {
    let twin = try twin()
    try twin.publishRound(3)
    try bed.copy(from: twin, to: ledger)
    try twin.close()
    let again = bed.folder.file("again")
    try FileManager.default.copyItem(atPath: bed.leader.directory, toPath: again)
    let other = try Ledger.open(again, for: .writing)
    for round in 7...9 { try other.publishRound(round) }
    // The roots do not continue those that were held, whatever the records are.
    try expect(.forked(Position(6)), from: other, after: 5, lines: { _ in [] })
    let error = #expect(throws: FollowError.self) {
      var follower = try Follower(ledger)
      try follower.read(FollowerBed.lines(of: other, after: follower.cursor))
    }
    #expect(error?.isFinding == true)
  }

  @Test("records of two companies that changed places are found")
  func reordered() throws {
    try bed.leader.publishRound(3)
    try expect(
      .reordered(Position(5), through: Position(6)),
      records: { records in
        [(records[0].position, records[1].bytes), (records[1].position, records[0].bytes)]
      })
  }

  @Test("a byte that was changed is found, also where the record still is one")
  func changed() throws {
    try bed.leader.publishRound(3)
    try expect(
      .notSigned(.beta, Position(6), through: Position(6)),
      records: { records in
        let changed = text(records[1].bytes).replacing(
          #""enabled":false"#, with: #""enabled":true"#)
        return [records[0], (records[1].position, Array(changed.utf8))]
      })
    var follower = try Follower(ledger)
    let records = try FollowerBed.records(of: bed.leader, after: Position(4))
    let spaced = Array(text(records[0].bytes).replacing(":", with: ": ").utf8)
    #expect(throws: LedgerError.self) {
      try follower.take(FollowerBed.feed([(Position(5), spaced)]))
    }
    #expect(try FollowerBed.records(of: ledger).count == 4)
  }

  @Test("a record that was left out is found by the next one of its company, or by the root")
  func leftOut() throws {
    try bed.leader.append([.settings(20)], to: .acme)
    try bed.leader.append([.settings(21)], to: .acme)
    try bed.leader.append([.settings(20)], to: .beta)
    try bed.leader.publish()
    let expected = Text(
      "its sequence in acme is 3 where 2 comes next",
      "dess sekvens för acme är 3 där 2 kommer härnäst"
    )
    try expect(
      .badRecord(Position(5), expected),
      records: { records in [(Position(5), records[1].bytes), (Position(6), records[2].bytes)] })
    // A company's last one: the others stand one place ahead of where the root has them.
    try expect(
      .badRecord(Position(6), Text("record #5 comes next", "post #5 kommer härnäst")),
      records: { Array($0.dropFirst()) })
  }

  @Test("a record with the id of another one is found")
  func sameID() throws {
    try bed.leader.publishRound(3)
    let first = try FollowerBed.records(of: bed.leader)[0]
    let id = text(first.bytes).split(separator: #""id":""#)[1].prefix(36)
    try expect(
      .badRecord(
        Position(5), Text("it has the id of record #1", "den har samma id som post #1")),
      records: { records in
        let own = text(records[0].bytes).split(separator: #""id":""#)[1].prefix(36)
        let bytes = Array(text(records[0].bytes).replacing(own, with: id).utf8)
        return [(Position(5), bytes)] + records.dropFirst()
      })
  }

  @Test("a signature of another key is found before any record is taken")
  func forged() throws {
    try bed.leader.publishRound(3)
    let seed = [UInt8](repeating: 7, count: 32)
    let note = try #require(try bed.leader.rootCheckpoint())
    let checkpoint = try Checkpoint(note.text)
    let forged = try checkpoint.signed(
      by: [SignerKey(origin: checkpoint.origin, ledgerSeed: seed)])
    func escaped(_ note: SignedNote) -> String { note.description.replacing("\n", with: "\\n") }
    try expect(
      .forged(origin: checkpoint.origin, Position(6)),
      lines: { Array(text($0).replacing(escaped(note), with: escaped(forged)).utf8) })
  }

  @Test("another ledger with the same name is found before any record is taken")
  func foreign() throws {
    let other = try FollowerBed(rounds: 4)
    var follower = try Follower(
      try Ledger.following(
        "https://x", keys: [FollowerBed.key(of: bed.leader)], in: bed.folder.file("new")))
    #expect(throws: FollowError.forged(origin: "ledger.example.com/root/1", Position(2))) {
      try follower.read(FollowerBed.lines(of: other.leader))
    }
  }

  @Test("leaves and roots that do not follow on are found, in every line")
  func lines() throws {
    try bed.leader.publishRound(3)
    let lines = text(try FollowerBed.lines(of: bed.leader, after: LeafCursor(epoch: 1, leaves: 6)))
      .split(separator: "\n", omittingEmptySubsequences: true).map { String($0) + "\n" }
    #expect(lines.count == 4)
    var attacks: [[String]] = lines.indices.dropLast().map { index in
      var fewer = lines
      fewer.remove(at: index)
      return fewer
    }
    attacks.append([lines[1], lines[0], lines[2], lines[3]])
    attacks.append([lines[0], lines[1], lines[3]])
    attacks.append(lines + lines)
    attacks.append(lines.map { $0.replacing(#""size":9"#, with: #""size":8"#) })
    attacks.append(lines.map { $0.replacing(#""leaf":7"#, with: #""leaf":9"#) })
    attacks.append(lines.map { $0.replacing(#""position":6"#, with: #""position":4"#) })
    attacks.append(lines.map { $0.replacing(#""hash":"a"#, with: #""hash":"b"#) })
    attacks.append([lines[0], "<html>\n"])
    attacks.append([lines.joined().trimmingCharacters(in: .newlines)])
    for (number, attack) in attacks.enumerated() where attack != lines {
      #expect(throws: FollowError.self, "attack \(number)") {
        var follower = try Follower(ledger)
        try follower.read(Array(attack.joined().utf8))
        try follower.take(
          FollowerBed.feed(FollowerBed.records(of: bed.leader, after: Position(4))))
        // A root that is not whole yet is no finding, and is not held.
        if follower.cursor != LeafCursor(epoch: 1, leaves: 9) { throw FollowError.noKey }
      }
    }
    #expect(try ledger.verify().agrees)
  }

  @Test("an epoch whose key is not known is not taken")
  func epoch() throws {
    try bed.leader.publishRound(3)
    #expect(throws: FollowError.newEpoch(2)) {
      var follower = try Follower(ledger)
      let lines = try FollowerBed.lines(of: bed.leader, after: follower.cursor)
      try follower.read(Array(text(lines).replacing(#""epoch":1"#, with: #""epoch":2"#).utf8))
    }
  }
}
