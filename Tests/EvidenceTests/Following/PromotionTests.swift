import EventLog
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import Evidence

/// Leaders that were restored, and followers that become leaders.
@Suite struct PromotionTests {
  private let bed: FollowerBed

  init() throws { bed = try FollowerBed() }

  /// Puts the leader's database back as it was, restores it, and returns it.
  private func restored(to directory: String) throws -> Ledger {
    try bed.leader.close()
    for name in ["signing-seed", "signed"] {
      try FileManager.default.createDirectory(
        atPath: directory + "/keys", withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: bed.leader.directory + "/keys/\(name)", toPath: directory + "/keys/\(name)")
    }
    _ = try Ledger.restore(directory, by: .operator)
    return try Ledger.open(directory, for: .writing)
  }

  @Test("a restored leader is followed on with its new key, where nothing was taken that it lost")
  func restoredLeader() throws {
    let ledger = try bed.opened()
    try bed.copy(to: ledger)
    let backup = bed.folder.file("backup")
    try bed.leader.backup(to: backup)
    let restored = try restored(to: backup)
    try restored.publishRound(12)
    #expect(throws: FollowError.newEpoch(2)) { try bed.copy(from: restored, to: ledger) }
    try ledger.close()
    let again = try bed.opened(key: FollowerBed.key(of: restored))
    try bed.copy(from: restored, to: again)
    try FollowerBed.expectSame(restored, again)
    let report = try again.verify()
    #expect(report.agrees, "\(report.findings)")
  }

  @Test("a restored leader is copied anew with the key of its last epoch alone")
  func copiedAnew() throws {
    let backup = bed.folder.file("backup")
    try bed.leader.backup(to: backup)
    let restored = try restored(to: backup)
    try restored.publishRound(12)
    let ledger = try bed.opened(key: FollowerBed.key(of: restored))
    try bed.copy(from: restored, to: ledger, inBatchesOf: 4)
    try FollowerBed.expectSame(restored, ledger)
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(report.trust.unnamed == 1, "the key of the first epoch is not known")
    try ledger.close()
    _ = try Ledger.promote(bed.directory, by: .operator)
    let promoted = try Ledger.open(bed.directory, for: .writing).verify()
    #expect(promoted.agrees, "\(promoted.findings)")
  }

  @Test("a promoted follower signs with a key of its own, and quotes the last root that it saw")
  func promoted() throws {
    try bed.copyAll()
    let last = try Checkpoint(#require(try bed.leader.rootCheckpoint()).text)
    let report = try Ledger.promote(bed.directory, by: .operator)
    #expect(report.epoch == 2)
    #expect(report.found == last)
    #expect(report.lost == nil)
    let ledger = try Ledger.open(bed.directory, for: .writing)
    #expect(try ledger.guardState() == .follows)
    let record = try #require(try ledger.records(RecordQuery(of: .system)).last)
    let text = String(decoding: record.bytes, as: UTF8.self)
    #expect(text.contains(#""found":{"origin":"\#(last.origin)""#))
    #expect(text.contains(#""key":"ledger.example.com/root/2+"#))
    try ledger.publishRound(20)
    let verified = try ledger.verify(deep: true)
    #expect(verified.agrees, "\(verified.findings)")
    #expect(verified.trust.newKeyEpochs == [2])
    #expect(try ledger.doctor().allSatisfy { $0.severity != .error })
    #expect(try ledger.followerLag() == nil)
    // The old leader goes on as it was, and is found out by the copy of its old root.
    try bed.leader.publishRound(21)
    #expect(throws: FollowError.self) { try bed.copy(to: ledger) }
  }

  @Test("only a follower is promoted")
  func notAFollower() throws {
    #expect(throws: FollowError.notAFollower(directory: bed.leader.directory)) {
      try Ledger.promote(bed.leader.directory, by: .operator)
    }
    #expect(try bed.leader.verify().agrees)
  }

  @Test(
    "a promotion that was killed at any step is finished by another, and followed no more",
    arguments: [Effects.Step.epochKept, .seedMade, .epochCommitted, .checkpointRemoved])
  func killed(step: Effects.Step) async throws {
    try bed.copyAll()
    let outcome = try await Program().run(
      Program.product("LedgerProbe"), ["promote", bed.directory, step.rawValue])
    #expect(outcome.isKilled, "it did not come to \(step)")
    let ledger = try Ledger.open(bed.directory, for: .writing)
    #expect(throws: FollowError.promoted(directory: ledger.directory)) { try bed.copy(to: ledger) }
    #expect(throws: LedgerError.self) { try ledger.append([.settings(20)], to: .acme) }
    try ledger.close()
    let report = try Ledger.promote(bed.directory, by: .operator)
    #expect(report.epoch == 2)
    let promoted = try Ledger.open(bed.directory, for: .writing)
    try promoted.publishRound(20)
    let verified = try promoted.verify()
    #expect(verified.agrees, "\(verified.findings)")
    #expect(try promoted.records(RecordQuery(of: .system)).count == 1)
  }
}
