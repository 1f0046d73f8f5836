import Encoding
public import EventLog
public import Integrations
public import Transparency

/// What a restore left behind and went on from.
public struct RestoreReport: Hashable, Sendable {
  /// The epoch that begins.
  public let epoch: Int64
  /// The signed root that is lost; nil where nothing of this ledger's says what is lost.
  public let lost: Checkpoint?
  /// The root up to which the database that was put back was published; nil where it never was.
  public let found: Checkpoint?
  /// The new key of the root, where the seed before was not at hand.
  public let newKey: VerifierKey?
}

extension Ledger {
  /// Goes on from a database that was put back: raises the epoch, records what was lost, and
  /// publishes every company under the new names.
  ///
  /// Old checkpoints stay what they are: evidence of records that this ledger may not have.
  ///
  /// - Parameter withNewKey: Makes a new seed, where the ledger's own is lost. The record says so,
  ///   and with it every verification.
  /// - Throws: `EvidenceError.nothingToRestore` where the database follows what is kept outside it;
  ///   `.foreignSeed` where the seed that signed is not there.
  public static func restore(
    _ directory: String, withNewKey: Bool = false, by actor: Actor, effects: Effects = .live,
    progress: ProgressHandler? = nil
  ) throws -> RestoreReport {
    let broken = try open(directory, for: .writing, effects: effects, progress: progress)
    let report = try broken.beginEpoch(withNewKey, by: actor)
    try broken.close()
    let ledger = try open(directory, for: .writing, effects: effects)
    try ledger.publish(progress: progress)
    try ledger.close()
    return report
  }

  private func beginEpoch(_ withNewKey: Bool, by actor: Actor) throws -> RestoreReport {
    try write { connection in
      let kept = try Guard.Kept(files)
      let state = try Guard.compare(kept, connection)
      let plan = try RestorePlan(kept, connection, files)
      guard !state.holds || withNewKey && !plan.hasOwnSeed else {
        throw withNewKey
          ? EvidenceError.seedIsThere(directory: directory)
          : EvidenceError.nothingToRestore(directory: directory)
      }
      try plan.check(withNewKey)
      // The seed's own file first: no record begins an epoch that it does not know.
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
      // Without it, the next opening would still find what was lost.
      try LedgerError.ofFiles(DurableFile.remove(files.lastCheckpoint))
      effects.reached(.checkpointRemoved)
      return RestoreReport(
        epoch: plan.next.epoch, lost: plan.lost, found: plan.found, newKey: key?.verifier)
    }
  }
}

extension Record.Bookkeeping {
  /// The epoch that a restore began.
  var begunEpoch: Int64? {
    guard name == Name.restored.rawValue, case .integer(let epoch)? = data["epoch"] else {
      return nil
    }
    return epoch
  }
}

extension Record.Bookkeeping.Root {
  fileprivate init(_ checkpoint: Checkpoint) {
    self.init(
      origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root?.base64 ?? "")
  }
}
