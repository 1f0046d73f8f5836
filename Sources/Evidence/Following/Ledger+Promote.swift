import Encoding
public import EventLog
public import Integrations
import Transparency

extension Ledger {
  /// Makes a follower a leader of its own: with a seed of its own, in a new epoch, whose record quotes
  /// the last root of the old leader that is here.
  ///
  /// The old leader is not told and not stopped.
  ///
  /// - Throws: `FollowError.notAFollower`.
  public static func promote(
    _ directory: String, by actor: Actor, effects: Effects = .live, progress: ProgressHandler? = nil
  ) throws -> RestoreReport {
    let follower = try open(directory, for: .writing, effects: effects, progress: progress)
    let report: RestoreReport
    do {
      report = try follower.write { try follower.takeLead(by: actor, $0) }
    } catch {
      try? follower.close()
      throw error
    }
    try follower.close()
    let ledger = try open(directory, for: .writing, effects: effects)
    try ledger.publish(progress: progress)
    try ledger.close()
    return report
  }

  private func takeLead(by actor: Actor, _ connection: Connection) throws -> RestoreReport {
    guard try Leader.existing(files) != nil else {
      throw FollowError.notAFollower(directory: directory)
    }
    let report = try begunEpoch(connection) ?? beginEpoch(true, by: actor, connection)
    // Last, so that a promotion which was interrupted before is gone through again.
    try LedgerError.ofFiles(DurableFile.remove(files.leader))
    try LedgerError.ofFiles(DurableFile.remove(files.lastLook))
    return report
  }

  /// The report of a promotion that was interrupted once the database held its epoch; nil if there is none.
  private func begunEpoch(_ connection: Connection) throws -> RestoreReport? {
    let origins = try Origins(connection, files)
    guard let signed = try SignedRoots.existing(files), signed.next?.origin == origins.root,
      let seeds = try SigningSeeds.existing(files)
    else { return nil }
    return RestoreReport(
      epoch: origins.epoch, lost: nil, found: signed.last.size > 0 ? signed.last : nil,
      newKey: try seeds.signers(origins.root)[0].verifier)
  }

  /// What a promotion would begin; nothing is changed.
  public static func rehearsePromotion(_ directory: String) throws -> RestoreReport {
    let follower = try open(directory, for: .reading)
    guard try follower.leader() != nil else {
      throw FollowError.notAFollower(directory: directory)
    }
    let plan = try follower.read { try follower.plan($0, true) }
    return RestoreReport(epoch: plan.next.epoch, lost: nil, found: plan.found, newKey: nil)
  }
}
