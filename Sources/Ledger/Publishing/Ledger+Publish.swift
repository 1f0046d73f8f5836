import GRDB
import Integrations
public import Transparency

extension Ledger {
  /// Publishes what was recorded since the last time: each changed company's checkpoint becomes a
  /// leaf of the root tree, and the root is signed and kept in `last-checkpoint`.
  ///
  /// It costs as much as there are new records. Nothing is signed where nothing changed.
  ///
  /// - Returns: the signed root of now; nil where nothing was ever recorded.
  /// - Throws: `LedgerError.guarded` where the database does not follow its last checkpoint,
  ///   `.foreignSeed` where the seed is not the one that signed before.
  @discardableResult
  public func publish(progress: Progress? = nil) throws -> SignedNote? {
    try write { database in
      try requireUnbroken(database)
      var published: Publication?
      try database.inImmediateTransaction {
        let origins = try Origins(database, file: files.databasePath)
        let last = try Publication.last(epoch: origins.epoch, database)
        let head = try LogWriter.head(database).position
        published = last
        guard head > last?.position ?? 0 else { return false }
        published = try publish(from: last, to: head, origins, database, progress)
        return true
      }
      guard let published else { return nil }
      let note = Array(published.note.utf8)
      if try DurableFile.read(files.lastCheckpoint) != note {
        try DurableFile.replace(files.lastCheckpoint, with: note)
      }
      return try SignedNote(reading: note)
    }
  }

  private func publish(
    from last: Publication?, to head: Int64, _ origins: Origins, _ database: Database,
    _ progress: Progress?
  ) throws -> Publication {
    let signers = try signingSeeds(origins, database).signers(origins.root)
    for signer in signers { try KeyTable.keep(signer.verifier, database) }
    var root = last?.frontier ?? Frontier()
    try extendedTrees(from: last, origins, database, progress) { stream, company, frontier in
      let anchor = Anchor(
        leaf: Int64(root.size), stream: stream, frontier, origin: origins.company(company))
      try anchor.insert(epoch: origins.epoch, database)
      root.append(anchor.hash)
    }
    let note = try Checkpoint(origin: origins.root, size: root.size, root: root.root)
      .signed(by: signers)
    let publication = Publication(
      epoch: origins.epoch, position: head, root, note: note.description)
    try publication.insert(database)
    return publication
  }

  /// Extends the tree of every company that has new records, in the order of their streams.
  private func extendedTrees(
    from last: Publication?, _ origins: Origins, _ database: Database, _ progress: Progress?,
    _ body: (_ stream: Int64, _ company: String, _ frontier: Frontier) throws -> Void
  ) throws {
    let trees = StreamTable<Frontier>()
    let start = last?.position ?? 0
    let total = try LogWriter.head(database).position - start
    try database.withRaw("SELECT position, stream, hash FROM record WHERE position > ?") { raw in
      raw.bind(start, at: 1)
      while try raw.step() {
        let position = raw.integer(0)
        let stream = raw.integer(1)
        guard let hash = TreeHash(raw.bytes(2)) else {
          throw LedgerError.unreadable(
            position: Position(position), what: "its hash has not 32 bytes")
        }
        if !trees.update(stream, { $0.append(hash) }) {
          var tree = Frontier()
          if last != nil, let company = try Self.company(of: stream, database),
            let anchor = try Anchor.last(of: stream, company, origins, database)
          {
            tree = anchor.frontier
          }
          tree.append(hash)
          trees[stream] = tree
        }
        if (position - start) % 8192 == 0 { progress?(position - start, total) }
      }
    }
    try trees.forEach { stream, frontier in
      guard let company = try Self.company(of: stream, database) else {
        throw LedgerError.damaged(
          file: files.databasePath, what: "the stream \(stream) has no company")
      }
      try body(stream, company, frontier)
    }
  }

  /// Whether there are records that no signed root covers.
  public func hasUnpublished() throws -> Bool {
    try read { database in
      let origins = try Origins(database, file: files.databasePath)
      let last = try Publication.last(epoch: origins.epoch, database)
      return try LogWriter.head(database).position > last?.position ?? 0
    }
  }

  /// How the database stands to the checkpoint that is kept beside it.
  public func guardState() throws -> Guard {
    try LedgerError.translating(file: files.databasePath) { try Guard.look(files, reader) }
  }

  /// Refuses to write or sign where the database does not follow its last checkpoint.
  func requireUnbroken(_ database: Database) throws {
    let kept = try DurableFile.read(files.lastCheckpoint)
    let state = try Guard.compare(kept, database, file: files.databasePath)
    guard state.holds else { throw LedgerError.guarded(directory: directory, state) }
  }

  private static func company(of stream: Int64, _ database: Database) throws -> String? {
    try database.withRaw("SELECT company FROM stream WHERE id = ?") { raw in
      raw.bind(stream, at: 1)
      return try raw.step() ? raw.text(0) : nil
    }
  }
}
