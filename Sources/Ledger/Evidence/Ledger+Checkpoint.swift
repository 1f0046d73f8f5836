import GRDB
public import Integrations
public import Transparency

extension Ledger {
  /// The name of a company's tree now, which is also the name of its key.
  ///
  /// `NAME/companies/<company>/<epoch>`; the epoch is 1 in a ledger that was never restored.
  public func origin(of company: Company) throws -> String {
    try read { try Origins($0, file: files.databasePath).company(company.id) }
  }

  /// The name of the root tree now: `NAME/root/<epoch>`.
  public func rootOrigin() throws -> String {
    try read { try Origins($0, file: files.databasePath).root }
  }

  /// The public keys of a tree: those that sign now, then those that have signed.
  ///
  /// The first use makes the ledger's signing seed, `keys/signing-seed`, where there is none and
  /// nothing was signed yet.
  public func verifierKeys(of origin: String) throws -> [VerifierKey] {
    let kept = try read { try KeyTable.keys(of: origin, $0) }
    let seeds = try SigningSeeds.existing(files) ?? (kept.isEmpty ? SigningSeeds(files) : nil)
    let signing = try seeds?.signers(origin).map(\.verifier) ?? []
    return signing + kept.filter { !signing.contains($0) }
  }

  /// Signs what a company's log is now; nil where nothing is recorded of it.
  ///
  /// - Throws: `LedgerError.guarded` or `.contradicted` where that would sign another history
  ///   than the one that was published.
  public func checkpoint(of company: Company) throws -> SignedNote? {
    try signing(company) { tree, published in try tree.frontier(holding: published) }
  }

  /// The signed root as it was published last; nil where nothing was.
  public func rootCheckpoint() throws -> SignedNote? {
    let note = try read { database in
      let origins = try Origins(database, file: files.databasePath)
      return try Publication.last(epoch: origins.epoch, database)?.note
    }
    return try note.map { try SignedNote(reading: $0) }
  }

  /// Proves that a record is in its company's log as it is now; nil where there is none.
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

  private func signing(
    _ company: Company, _ body: (StreamTree, Frontier?) throws -> Frontier
  ) throws -> SignedNote? {
    let found = try read { database -> (frontier: Frontier, origin: String)? in
      try requireUnbroken(database)
      let origins = try Origins(database, file: files.databasePath)
      guard let stream = try Self.stream(of: company, database) else { return nil }
      let anchor = try Anchor.last(of: stream.id, company.id, origins, database)
      let tree = StreamTree(stream.id, company, database)
      return (try body(tree, anchor?.frontier), origins.company(company.id))
    }
    return try found.map { try sign($0.frontier, as: $0.origin) }
  }

  /// Signs a tree with every key that signs now.
  func sign(_ frontier: Frontier, as origin: String) throws -> SignedNote {
    let signers = try read { database in
      try signingSeeds(Origins(database, file: files.databasePath), database).signers(origin)
    }
    return try Checkpoint(origin: origin, size: frontier.size, root: frontier.root)
      .signed(by: signers)
  }
}
