public import EventLog
public import Integrations
public import Transparency

extension Ledger {
  /// Proves that a log extends the one whose checkpoint was kept.
  ///
  /// - Parameter kept: A checkpoint of a company or of the root, of this epoch, which `compare`
  ///   found to be extended.
  /// - Returns: A request to a witness, which anyone else who kept the checkpoint can check too;
  ///   nil if the checkpoint is of another ledger or an earlier epoch.
  public func addCheckpoint(after kept: Checkpoint) throws -> AddCheckpoint? {
    let origins = try read { try Origins($0, files) }
    guard let (tree, epoch) = origins.reading(kept.origin), epoch == origins.epoch else {
      return nil
    }
    var note: SignedNote?
    if case .company(let company) = tree { note = try checkpoint(of: company) }
    if case .root = tree { note = try rootCheckpoint() }
    guard let note else { return nil }
    let size = try Checkpoint(note.text).size
    let hashes = try read { connection -> [TreeHash] in
      // The first call only finds which subtrees the proof needs; one pass then computes them.
      let wanted = WantedNodes()
      _ = try wanted.consistencyProof(from: kept.size, to: size)
      if case .company(let company) = tree {
        guard let stream = try StreamTable.find(company, connection) else { return [] }
        _ = try StreamTree(stream.id, company, connection).frontier(of: Int64(size)) {
          wanted.found($0, $1)
        }
      } else {
        _ = try RootTree(epoch, connection).frontier(of: Int64(size)) { wanted.found($0, $1) }
      }
      return try wanted.consistencyProof(from: kept.size, to: size)
    }
    return AddCheckpoint(old: kept.size, hashes: hashes, checkpoint: note)
  }

  /// The number in a company's stream of the record at a position; nil if it is not the company's.
  public func sequence(of company: Company, at position: Position) throws -> SequenceNumber? {
    try read { connection in
      guard let stream = try StreamTable.find(company, connection) else { return nil }
      return try RecordTable.sequence(at: position, in: stream.id, connection)
    }
  }
}
