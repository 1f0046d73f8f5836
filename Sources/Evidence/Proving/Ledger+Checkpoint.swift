public import EventLog
public import Integrations
public import Transparency

extension Ledger {
  /// The current name of a company's tree, which is also the name of its key.
  ///
  /// `NAME/companies/<company>/<epoch>`; the epoch is 1 in a ledger that was never restored.
  public func origin(of company: Company) throws -> String {
    try read { try Origins($0, files).company(company.id) }
  }

  /// The current name of the root tree: `NAME/root/<epoch>`.
  public func rootOrigin() throws -> String {
    try read { try Origins($0, files).root }
  }

  /// Signs a checkpoint of a company's log as it is now; nil if nothing is recorded of it.
  ///
  /// - Throws: `LedgerError.guarded`, or `EvidenceError.contradicted` if the records are not those
  ///   that were published.
  public func checkpoint(of company: Company) throws -> SignedNote? {
    try signing(company) { tree, published in try tree.frontier(holding: published) }
  }

  /// The signed root as it was last published; nil if nothing was published in this epoch.
  public func rootCheckpoint() throws -> SignedNote? {
    let note = try read { connection in
      let origins = try Origins(connection, files)
      return try Publication.last(epoch: origins.epoch, connection)?.note
    }
    return try note.map { try SignedNote(reading: $0) }
  }

  /// Proves that a record is in its company's log as it is now; nil if there is no such record.
  public func proof(of company: Company, _ sequence: SequenceNumber) throws -> TreeProof? {
    var hashes: [TreeHash] = []
    var isThere = true
    let note = try signing(company) { tree, published in
      guard let found = try tree.proof(of: sequence.number, holding: published) else {
        isThere = false
        return Frontier()
      }
      hashes = found.hashes
      return found.frontier
    }
    guard let note, isThere else { return nil }
    return TreeProof(
      index: UInt64(sequence.number), hashes: hashes, checkpoint: note.description)
  }

  /// The current name of the tree over all records in their order: `NAME/order/<epoch>`.
  public func orderOrigin() throws -> String {
    try read { try Origins($0, files).order }
  }

  /// Signs a checkpoint of the order of all records as it was last published; nil if no root has
  /// one.
  ///
  /// - Throws: `LedgerError.guarded`, or `EvidenceError.contradictedOrder` if the order is not the
  ///   one that was published.
  public func orderCheckpoint() throws -> SignedNote? {
    try read { connection in
      try requireUnbroken(connection)
      let origins = try Origins(connection, files)
      guard let leaf = try RootLeaf.lastOrder(origins, connection) else { return nil }
      guard try OrderTree(connection).frontier(of: Int64(leaf.frontier.size)) == leaf.frontier
      else { throw EvidenceError.contradictedOrder }
      return try sign(leaf.frontier, as: origins.order, in: origins, connection)
    }
  }

  private func signing(
    _ company: Company, _ body: (StreamTree, Frontier?) throws -> Frontier
  ) throws -> SignedNote? {
    try read { connection in
      try requireUnbroken(connection)
      let origins = try Origins(connection, files)
      guard let stream = try StreamTable.find(company, connection) else { return nil }
      let leaf = try RootLeaf.last(of: stream.id, named: company.id, in: origins, connection)
      let frontier = try body(StreamTree(stream.id, company, connection), leaf?.frontier)
      return try sign(frontier, as: origins.company(company.id), in: origins, connection)
    }
  }

  /// Signs a tree with every key that signs now.
  func sign(
    _ frontier: Frontier, as origin: String, in origins: Origins, _ connection: Connection
  ) throws -> SignedNote {
    let signers = try SigningSeeds.toSign(origins, files, connection).signers(origin)
    return try Checkpoint(origin: origin, size: frontier.size, root: frontier.root)
      .signed(by: signers)
  }
}
