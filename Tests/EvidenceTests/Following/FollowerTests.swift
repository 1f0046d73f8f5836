import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import Evidence

/// What a follower takes from an honest leader, and what it refuses to do by itself.
@Suite struct FollowerTests {
  private static let ledgers = Golden.root.appending(path: "Tests/EvidenceTests/ledgers")

  @Test(
    "a copy in batches of any size has the leader's bytes, roots and answers",
    arguments: [1, 3, 1000])
  func copies(size: Int) throws {
    let bed = try FollowerBed()
    let ledger = try bed.opened()
    try bed.copy(to: ledger, inBatchesOf: size, leaves: size)
    try FollowerBed.expectSame(bed.leader, ledger)
    let report = try ledger.verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.trust.source == .leader)
    #expect(report.anchoring.publications == 3)
    #expect(report.anchoring.unsigned == 0)
    #expect(report.anchoring.guardState == .follower(of: "https://leader.example.com"))
  }

  @Test("the sample histories with people, rotated keys and commitments are copied whole")
  func everything() throws {
    let folder = try TemporaryFolder()
    let leader = try Ledger.ofFixtures(folder.file("leader"))
    try leader.publish()
    let key = try FollowerBed.key(of: leader)
    let person = try #require(Actor(.administrator, "u-17"))
    try leader.introduce(
      person, [.name: "Anna Andersson"], to: [.acme], by: .operator)
    _ = try leader.commitState(by: .operator)
    try leader.publish()
    _ = try leader.rotateKey(by: .operator)
    try leader.publish()
    _ = try leader.retireKey(by: .operator)
    try leader.append([.settings(3)], to: .beta)
    try leader.publish()
    let ledger = try Ledger.following(
      "https://leader.example.com", keys: [key], in: folder.file("follower"))
    var follower = try Follower(ledger)
    try follower.read(FollowerBed.lines(of: leader))
    try follower.take(FollowerBed.feed(FollowerBed.records(of: leader)))
    try FollowerBed.expectSame(leader, ledger)
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(report.identities[.withheld] == 1)
    #expect(report.trust.older == [key.description])
    #expect(
      try ledger.leader()?.keys == [FollowerBed.key(of: leader)], "the key that was retired is gone"
    )
    #expect(report.replay.agrees)
  }

  @Test("a leader of an earlier release, without the order in its first roots, is copied")
  func oldLeader() throws {
    let folder = try TemporaryFolder()
    let directory = folder.file("leader")
    try FileManager.default.copyItem(
      atPath: Self.ledgers.appending(path: "first-release").path, toPath: directory)
    for path in ["", "/keys"] { chmod(directory + path, 0o700) }
    for name in ["signing-seed", "people.sqlite"] { chmod(directory + "/keys/" + name, 0o600) }
    let leader = try Ledger.open(directory, for: .writing)
    // Two sign, and the first roots are signed by the older one alone.
    let keys = try leader.keyHistory(of: leader.rootOrigin()).keys
    #expect(keys.count == 2)
    try leader.append([.settings(3)], to: .beta)
    try leader.publish()
    let ledger = try Ledger.following(
      "https://leader.example.com", keys: keys, in: folder.file("follower"))
    var follower = try Follower(ledger)
    try follower.read(FollowerBed.lines(of: leader))
    try follower.take(FollowerBed.feed(FollowerBed.records(of: leader)))
    try FollowerBed.expectSame(leader, ledger)
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(try report.identities.total == leader.verify().identities.total)
    #expect(report.identities[.shown] + report.identities[.missing] == 0)
  }

  @Test(
    "a leader whose key was rotated is copied with all keys that it prints, and says so of fewer")
  func rotated() throws {
    let bed = try FollowerBed()
    _ = try bed.leader.rotateKey(by: .operator)
    try bed.leader.publishRound(20)
    _ = try bed.leader.retireKey(by: .operator)
    try bed.leader.publishRound(21)
    let history = try bed.leader.keyHistory(of: bed.leader.rootOrigin())
    #expect(history.signing.count == 1 && history.older.count == 1)
    let newest = try Ledger.following(
      "https://x", keys: history.signing, in: bed.folder.file("newest"))
    var follower = try Follower(newest)
    let error = #expect(throws: FollowError.self) {
      try follower.read(FollowerBed.lines(of: bed.leader))
    }
    #expect(error?.description.contains("checkpoint --keys") == true)
    let ledger = try Ledger.following("https://x", keys: history.keys, in: bed.directory)
    try bed.copy(to: ledger, inBatchesOf: 3)
    try FollowerBed.expectSame(bed.leader, ledger)
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(try ledger.leader()?.keys == history.signing, "the key that was retired counts no more")
  }

  @Test("records that no root covers yet are taken, and the root when it comes")
  func unsigned() throws {
    let bed = try FollowerBed()
    try bed.leader.append([.settings(20)], to: .acme)
    let ledger = try bed.opened()
    try bed.copy(to: ledger)
    #expect(try ledger.verify().anchoring.unsigned == 1)
    try bed.leader.publish()
    try bed.copy(to: ledger)
    let report = try ledger.verify()
    #expect(report.agrees && report.anchoring.unsigned == 0, "\(report.findings)")
  }

  @Test("what was taken before is compared and not taken again, by two processes as well")
  func twice() throws {
    let bed = try FollowerBed()
    let ledger = try bed.opened()
    var other = try Follower(ledger)
    try other.read(FollowerBed.lines(of: bed.leader))
    try bed.copy(to: ledger)
    let taken = try other.take(FollowerBed.feed(FollowerBed.records(of: bed.leader)))
    #expect(taken.records == 0)
    try FollowerBed.expectSame(bed.leader, ledger)
    #expect(try ledger.verify().agrees)
  }

  @Test("own appends, publishing and proofs are refused, and say where to go")
  func refused() throws {
    let bed = try FollowerBed()
    try bed.copyAll()
    let ledger = try Ledger.open(bed.directory, for: .writing)
    let refusals: [() throws -> Void] = [
      { try ledger.append([.settings(20)], to: .acme) }, { try ledger.publish() },
      { _ = try ledger.checkpoint(of: .acme) }, { _ = try ledger.rotateKey(by: .operator) },
      { _ = try ledger.commitState(by: .operator) },
      { _ = try ledger.importLines(from: ImportSource([], name: "none"), by: .operator) },
    ]
    for (number, refusal) in refusals.enumerated() {
      let error = #expect(throws: LedgerError.self, "refusal \(number)") { try refusal() }
      #expect(error?.description.contains("authledger promote") == true, "refusal \(number)")
    }
    let key = try FollowerBed.key(of: bed.leader)
    #expect(try ledger.keyHistory(of: bed.leader.rootOrigin()).signing == [key])
    #expect(!FileManager.default.fileExists(atPath: bed.directory + "/keys/signing-seed"))
    #expect(try FollowerBed.records(of: ledger).count == 6)
  }

  @Test("doctor misses no seed, and tells the lag")
  func doctor() throws {
    let bed = try FollowerBed()
    let clock = TestEffects("2026-11-24T08:00:00.000Z")
    let ledger = try Ledger.following(
      "https://leader.example.com", keys: [FollowerBed.key(of: bed.leader)], in: bed.directory,
      effects: clock.effects)
    func leaderLine() throws -> DoctorFinding? {
      #expect(try ledger.doctor().first { $0.check == "seed" }?.severity == .ok)
      return try ledger.doctor().first { $0.check == "leader" }
    }
    #expect(try leaderLine()?.severity == .warning)
    #expect(try ledger.followerLag()?.lookedAt == nil)
    try ledger.keepLook(head: Position(6))
    #expect(try leaderLine()?.what.contains("6 records behind") == true)
    #expect(try ledger.followerLag()?.seconds(at: clock.effects.now()) == nil)
    try bed.copy(to: ledger)
    try ledger.keepLook(head: Position(6))
    #expect(try leaderLine()?.severity == .ok)
    #expect(try ledger.followerLag()?.records == 0)
    clock.advance(seconds: 899)
    #expect(try leaderLine()?.severity == .ok)
    clock.advance(seconds: 1)
    #expect(try leaderLine()?.severity == .warning)
    #expect(try ledger.followerLag()?.seconds(at: clock.effects.now()) == 900)
    clock.advance(seconds: -7200)
    #expect(try ledger.followerLag()?.seconds(at: clock.effects.now()) == 0)
    try ledger.keepLook(head: nil, stopped: .forked(Position(4)))
    #expect(try leaderLine()?.severity == .error)
    #expect(try leaderLine()?.what.contains("#4") == true)
  }

  @Test("a directory that is something else is not made a follower")
  func otherDirectories() throws {
    let bed = try FollowerBed(rounds: 1)
    #expect(throws: FollowError.notAFollower(directory: bed.leader.directory)) {
      try Ledger.following(
        "https://x", keys: [FollowerBed.key(of: bed.leader)], in: bed.leader.directory)
    }
    #expect(throws: FollowError.noKey) {
      try Ledger.following("https://x", keys: [], in: bed.folder.file("none"))
    }
    let order = try bed.leader.keyHistory(of: bed.leader.orderOrigin()).signing[0]
    #expect(throws: FollowError.notARootKey(order.name)) {
      try Ledger.following("https://x", keys: [order], in: bed.folder.file("none"))
    }
    try bed.copyAll()
    let other = try Ledger.create(bed.folder.file("other"))
    try other.publishRound(1)
    #expect(throws: FollowError.self) { _ = try bed.opened(key: FollowerBed.key(of: other)) }
    let moved = try Ledger.following("https://moved", keys: [], in: bed.directory)
    #expect(try moved.leader()?.url == "https://moved")
  }

  @Test("a leader may number its companies in another way")
  func numbers() throws {
    let bed = try FollowerBed(rounds: 0)
    // What changes nothing is not recorded, and takes a number all the same.
    let unchanged = Command(
      .serviceAccountSelected(ServiceAccountSelected(selected: false)), by: .administrator)
    try bed.leader.append([unchanged], to: .beta)
    for round in 1...3 {
      try bed.leader.append([.settings(round)], to: .acme)
      try bed.leader.append([.settings(round)], to: .beta)
      try bed.leader.publish()
    }
    // As in a ledger whose first append in one commit was such a one.
    try bed.leader.tamper(
      """
      UPDATE stream SET id = 100 - id; UPDATE anchor SET stream = 100 - stream WHERE stream > 0;
      UPDATE record SET stream = 100 - stream; UPDATE integration_status SET stream = 100 - stream
      """)
    let ledger = try bed.opened()
    try bed.copy(to: ledger)
    #expect(try ledger.verify().agrees)
    #expect(
      try FollowerBed.records(of: ledger).map(\.bytes)
        == FollowerBed.records(of: bed.leader).map(\.bytes))
  }

  @Test("clocks that differ by hours are no obstacle", arguments: [-6, 6])
  func clocks(hours: Int64) throws {
    let bed = try FollowerBed()
    let clock = TestEffects()
    let now = Effects.live.now()
    clock.advance(
      seconds: (now.milliseconds - clock.effects.now().milliseconds) / 1000 + hours * 3600)
    let ledger = try Ledger.following(
      "https://leader.example.com", keys: [FollowerBed.key(of: bed.leader)], in: bed.directory,
      effects: clock.effects)
    try bed.copy(to: ledger)
    try FollowerBed.expectSame(bed.leader, ledger)
    #expect(try ledger.verify().agrees)
  }
}
