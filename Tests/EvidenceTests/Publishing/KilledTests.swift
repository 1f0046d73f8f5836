import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Processes that are killed between any two steps of a publication or a restore, and the database
/// of before and of after put beside what they left.
@Suite(.serialized) struct KilledTests {
  private let victim: Victim
  private let manager = FileManager.default
  private var older: String { victim.folder.file("older") }

  init() async throws {
    victim = try Victim(rounds: 2)
    try await keep(as: older)
  }

  private func keep(as directory: String) async throws {
    // The WAL is emptied, so that the database is one file.
    _ = try await SQLiteShell.run("PRAGMA wal_checkpoint(TRUNCATE)", on: victim.database)
    try? manager.removeItem(atPath: directory)
    try manager.copyItem(atPath: victim.directory, toPath: directory)
  }

  /// Runs the probe, which must end by the kill.
  private func kill(_ action: String, at step: Effects.Step) async throws {
    let outcome = try await Program().run(
      Program.product("LedgerProbe"), [action, victim.directory, step.rawValue])
    #expect(outcome.isKilled, "\(action) did not come to \(step)")
  }

  private func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try victim.with { ledger in
      try ledger.append([.settings(21)], to: .acme)
      try ledger.publish()
      let report = try ledger.verify(deep: true)
      #expect(report.agrees, "\(report.findings)", sourceLocation: sourceLocation)
      #expect(report.anchoring.unsigned == 0, sourceLocation: sourceLocation)
      #expect(report.anchoring.guardState == .follows, sourceLocation: sourceLocation)
    }
    let signed = try String(contentsOfFile: victim.directory + "/keys/signed", encoding: .utf8)
    #expect(!signed.contains("\n\n"), "only the last is there", sourceLocation: sourceLocation)
    let noted = try String(contentsOfFile: victim.lastCheckpoint, encoding: .utf8)
    #expect(noted.hasPrefix(signed), sourceLocation: sourceLocation)
  }

  @Test(
    "a publication killed at any step goes on from what is there",
    arguments: [Effects.Step.nextKept, .committed, .checkpointKept, .settled])
  func publication(step: Effects.Step) async throws {
    try await kill("publish", at: step)
    try expectSound()
  }

  @Test(
    "the database of before is followed only where nothing of the next root was given away",
    arguments: [Effects.Step.nextKept, .committed, .checkpointKept, .settled])
  func before(step: Effects.Step) async throws {
    try await kill("publish", at: step)
    try victim.replace("ledger.sqlite", from: older)
    let isAllowed = [.nextKept, .committed].contains(step)
    #expect(try victim.reading { try $0.guardState().name } == (isAllowed ? "follows" : "shorter"))
    guard !isAllowed else { return try expectSound() }
    #expect(throws: LedgerError.self) { try victim.with { try $0.publish() } }
  }

  @Test(
    "a database that extends neither root is not signed at any step",
    arguments: [Effects.Step.nextKept, .committed, .checkpointKept, .settled])
  func neither(step: Effects.Step) async throws {
    let other = try Victim(rounds: 2)
    try await kill("publish", at: step)
    try victim.replace("ledger.sqlite", from: other.directory)
    try victim.replace("last-checkpoint", from: other.directory)
    #expect(try victim.reading { try !$0.guardState().holds })
    #expect(throws: LedgerError.self) { try victim.with { try $0.publish() } }
  }

  @Test(
    "a first publication killed at any step goes on",
    arguments: [Effects.Step.nextKept, .committed, .checkpointKept, .settled])
  func first(step: Effects.Step) async throws {
    try manager.removeItem(atPath: victim.directory)
    try Ledger.signed(victim.directory).close()
    try await kill("publish", at: step)
    try expectSound()
  }

  @Test(
    "a restore killed at any step is repeated or goes on, and no name is used twice",
    arguments: [
      Effects.Step.epochKept, .seedMade, .epochCommitted, .checkpointRemoved, .nextKept, .committed,
      .checkpointKept, .settled,
    ], [false, true])
  func restore(step: Effects.Step, isNewKey: Bool) async throws {
    try victim.with { ledger in
      try ledger.append([.settings(9)], to: .beta)
      try ledger.publish()
    }
    try await keep(as: victim.folder.file("newer"))
    try victim.replace("ledger.sqlite", from: older)
    if isNewKey { try manager.removeItem(atPath: victim.directory + "/keys/signing-seed") }
    try await kill(isNewKey ? "restore-new-key" : "restore", at: step)
    if try victim.reading({ try !$0.guardState().holds }) {
      let report = try Ledger.restore(victim.directory, withNewKey: isNewKey, by: .operator)
      #expect(report.epoch == 2, "nothing was signed in the epoch that was only begun")
    }
    try expectSound()
    let trust = try victim.reading { try $0.verify().trust }
    #expect(trust.newKeyEpochs.isEmpty != isNewKey)
  }
}
