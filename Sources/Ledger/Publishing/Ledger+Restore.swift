import GRDB
public import Integrations
public import Transparency

/// What a restore left behind and went on from.
public struct RestoreReport: Hashable, Sendable {
  /// The epoch that begins.
  public let epoch: Int64
  /// The signed root that is lost; nil where `last-checkpoint` was missing.
  public let lost: Checkpoint?
  /// The root up to which the database that was put back was published; nil where it never was.
  public let found: Checkpoint?
}

extension Ledger {
  /// Goes on from a database that was put back: raises the epoch, records what was lost, and
  /// publishes every company under the new names.
  ///
  /// Old checkpoints stay what they are: evidence of records that this ledger may not have.
  ///
  /// - Throws: `LedgerError.nothingToRestore` where the database follows its last checkpoint.
  public static func restore(
    _ directory: String, by actor: Actor, effects: Effects = .live, progress: Progress? = nil
  ) throws -> RestoreReport {
    let broken = try open(directory, for: .writing, effects: effects, progress: progress)
    let report = try broken.beginEpoch(by: actor)
    try broken.close()
    let ledger = try open(directory, for: .writing, effects: effects)
    try ledger.publish(progress: progress)
    try ledger.close()
    return report
  }

  private func beginEpoch(by actor: Actor) throws -> RestoreReport {
    try write { database in
      let kept = try DurableFile.read(files.lastCheckpoint)
      let state = try Guard.compare(kept, database, file: files.databasePath)
      guard !state.holds else { throw LedgerError.nothingToRestore(directory: directory) }
      let lost = kept.flatMap { try? Checkpoint(SignedNote(reading: $0).text) }
      var report: RestoreReport?
      try database.inImmediateTransaction {
        let origins = try Origins(database, file: files.databasePath)
        let last = try Publication.last(epoch: origins.epoch, database)
        let found = last.map {
          Checkpoint(origin: origins.root, size: $0.frontier.size, root: $0.frontier.root)
        }
        // Above both: names that the lost ledger used are never used again.
        let lostEpoch = lost.flatMap { Int64($0.origin.split(separator: "/").last ?? "") } ?? 0
        let epoch = max(origins.epoch, lostEpoch) + 1
        try database.execute(
          sql: """
            INSERT INTO property (name, value) VALUES ('epoch', ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value;
            DELETE FROM property WHERE name = 'backup';
            """, arguments: [String(epoch)])
        let running = try Projection.catchUp(database)
        var log = try LogWriter(database, effects: effects, running: running)
        try log.keep(
          .restored(
            epoch: epoch, lost: lost.map(Record.Bookkeeping.Root.init),
            found: found.map(Record.Bookkeeping.Root.init)), in: .system, by: actor)
        try log.finish()
        report = RestoreReport(epoch: epoch, lost: lost, found: found)
        return true
      }
      guard let report else { preconditionFailure("the transaction ran") }
      // Without it, the next opening would still find what was lost.
      try DurableFile.remove(files.lastCheckpoint)
      return report
    }
  }
}

extension Ledger {
  /// Whether a record says that an epoch after this one began, and that this root was lost.
  static func restored(
    after epoch: Int64, losing root: Checkpoint, _ database: Database
  ) throws -> Bool {
    guard let stream = try stream(of: .system, database) else { return false }
    var isRecorded = false
    try RecordScan.stream(stream.id, database) { row in
      let said = try Record.Bookkeeping(row)
      if let said, let begun = said.begunEpoch, begun > epoch { isRecorded = said.isLoss(of: root) }
      return !isRecorded
    }
    return isRecorded
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

  fileprivate func isLoss(of root: Checkpoint) -> Bool {
    guard let lost = data["lost"] else { return false }
    return lost == Root(root).json
  }
}

extension Record.Bookkeeping.Root {
  init(_ checkpoint: Checkpoint) {
    origin = checkpoint.origin
    size = checkpoint.size
    root = checkpoint.root?.base64 ?? ""
  }
}
