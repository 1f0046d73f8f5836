import Encoding
public import EventLog
public import Integrations
public import Transparency

/// What a restore lost, and where it went on.
public struct RestoreReport: Hashable, Sendable {
  /// The epoch that begins.
  public let epoch: Int64
  /// The last signed root that is lost; nil if no file of this ledger tells it.
  public let lost: Checkpoint?
  /// The last published root of the database that was put back; nil if it has none.
  public let found: Checkpoint?
  /// The new public key of the root; nil if the ledger's own seed signs.
  public let newKey: VerifierKey?
}

extension Ledger {
  /// Continues from a database that was put back: raises the epoch, records what was lost, and
  /// publishes every company under the new names.
  ///
  /// Earlier checkpoints stay valid as evidence of records that this ledger may have lost.
  ///
  /// - Parameter withNewKey: True to make a new seed, if the ledger's own is lost. The record says
  ///   so, and every verification from then on.
  /// - Throws: `EvidenceError.nothingToRestore` if the database holds what the files name;
  ///   `.foreignSeed` if the seed that signed is missing.
  public static func restore(
    _ directory: String, withNewKey: Bool = false, by actor: Actor, effects: Effects = .live,
    progress: ProgressHandler? = nil
  ) throws -> RestoreReport {
    let broken = try open(directory, for: .writing, effects: effects, progress: progress)
    try broken.requireOwnHistory()
    let report = try broken.write { try broken.beginEpoch(withNewKey, by: actor, $0) }
    try broken.close()
    let ledger = try open(directory, for: .writing, effects: effects)
    try ledger.publish(progress: progress)
    try ledger.close()
    return report
  }

  /// What a restore would lose and begin; nothing is changed.
  ///
  /// - SeeAlso: `restore`, which throws the same errors.
  public static func rehearseRestore(
    _ directory: String, withNewKey: Bool = false
  ) throws -> RestoreReport {
    let broken = try open(directory, for: .reading)
    try broken.requireOwnHistory()
    let plan = try broken.read { try broken.plan($0, withNewKey) }
    try broken.close()
    return RestoreReport(epoch: plan.next.epoch, lost: plan.lost, found: plan.found, newKey: nil)
  }

  /// Refuses a follower, which is promoted and not restored.
  private func requireOwnHistory() throws {
    guard try leader() == nil else { throw FollowError.follower(directory: directory) }
  }

  /// What a restore or a promotion will do.
  func plan(_ connection: Connection, _ withNewKey: Bool) throws -> RestorePlan {
    let outside = try Guard.OutsideFiles(files)
    let state = try Guard.compare(outside, connection)
    let plan = try RestorePlan(outside, connection, files)
    guard !state.holds || withNewKey && !plan.hasOwnSeed else {
      throw withNewKey
        ? EvidenceError.seedIsThere(directory: directory)
        : EvidenceError.nothingToRestore(directory: directory)
    }
    try plan.check(withNewKey)
    return plan
  }

  /// Begins a new epoch, while the write lock is held.
  func beginEpoch(
    _ withNewKey: Bool, by actor: Actor, _ connection: Connection
  ) throws -> RestoreReport {
    let plan = try plan(connection, withNewKey)
    // `keys/signed` first, so that no record begins an epoch that it does not name.
    try plan.signed.replace(files)
    effects.reached(.epochKept)
    let key = try withNewKey ? SigningSeeds(files, plan.next).signers(plan.next.root)[0] : nil
    effects.reached(.seedMade)
    try connection.transaction {
      try PropertyTable.begin(epoch: plan.next.epoch, connection)
      let running = try Projection.catchUp(connection)
      var log = try LogWriter(connection, effects: effects, running: running)
      try log.record(
        .restored(
          epoch: plan.next.epoch, lost: plan.lost.map(Record.Bookkeeping.Root.init),
          found: plan.found.map(Record.Bookkeeping.Root.init), key: key?.verifier.description),
        in: .system, by: actor)
      try log.writeStreams()
      return true
    }
    effects.reached(.epochCommitted)
    // Otherwise the next opening would compare the database with the lost root.
    try LedgerError.ofFiles(DurableFile.remove(files.lastCheckpoint))
    effects.reached(.checkpointRemoved)
    return RestoreReport(
      epoch: plan.next.epoch, lost: plan.lost, found: plan.found, newKey: key?.verifier)
  }
}

extension Record.Bookkeeping.Root {
  fileprivate init(_ checkpoint: Checkpoint) {
    self.init(
      origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root?.base64 ?? "")
  }
}
