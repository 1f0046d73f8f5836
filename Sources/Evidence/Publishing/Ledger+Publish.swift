import Encoding
public import EventLog
public import Integrations
public import Transparency

extension Ledger {
  /// Publishes what was recorded since the last time.
  ///
  /// The checkpoint of each changed company and that of the order of all records become leaves of
  /// the root tree; the root is signed, and kept in `keys/signed` and `last-checkpoint`.
  ///
  /// The cost grows with the number of new records. Nothing is signed if there are none.
  ///
  /// - Returns: The current signed root; nil if nothing was ever recorded.
  /// - Throws: `LedgerError.guarded` if the database contradicts the files outside it,
  ///   `EvidenceError.foreignSeed` if the seed is not the one that signed before.
  @discardableResult
  public func publish(progress: ProgressHandler? = nil) throws -> SignedNote? {
    try write { connection in
      try requireUnbroken(connection)
      var published: Publication?
      try connection.transaction {
        let origins = try Origins(connection, files)
        let last = try Publication.last(epoch: origins.epoch, connection)
        let head = try LogHead(connection).position
        published = last
        guard head > last?.position ?? 0 else { return false }
        published = try publish(from: last, to: head, origins, connection, progress)
        return true
      }
      guard let published else { return nil }
      effects.reached(.committed)
      let note = Array(published.note.utf8)
      if try LedgerError.ofFiles(DurableFile.read(files.lastCheckpoint)) != note {
        try LedgerError.ofFiles(DurableFile.replace(files.lastCheckpoint, with: note))
      }
      effects.reached(.checkpointKept)
      try settle(published, connection)
      return try SignedNote(reading: note)
    }
  }

  private func publish(
    from last: Publication?, to head: Int64, _ origins: Origins, _ connection: Connection,
    _ progress: ProgressHandler?
  ) throws -> Publication {
    let signers = try SigningSeeds.toSign(origins, files, connection).signers(origins.root)
    try KeyTable.insert(signers.map(\.verifier), connection)
    var root = last?.frontier ?? Frontier()
    func add(_ stream: Int64, _ frontier: Frontier, _ origin: String) throws {
      let leaf = RootLeaf(index: Int64(root.size), stream: stream, frontier, origin: origin)
      try leaf.insert(epoch: origins.epoch, connection)
      root.append(leaf.hash)
    }
    var growth = try TreeGrowth(since: last, origins, connection)
    try growth.read(progress)
    try growth.forEachCompany { try add($0, $2, origins.company($1)) }
    try add(RootLeaf.orderStream, growth.order, origins.order)
    let checkpoint = Checkpoint(origin: origins.root, size: root.size, root: root.root)
    // On the disk before anything is signed, so that the database always holds one of the two
    // roots.
    try SignedRoots(last: origins.signed(last), next: checkpoint).replace(files)
    effects.reached(.nextKept)
    let publication = Publication(
      epoch: origins.epoch, position: head, root,
      note: try checkpoint.signed(by: signers).description)
    try publication.insert(connection)
    return publication
  }

  /// Has `keys/signed` name the published root alone.
  ///
  /// A ledger of an earlier version gets the file here.
  private func settle(_ published: Publication, _ connection: Connection) throws {
    let keys = try KeysFolder(files)
    guard keys.isReadable, keys.hasSeed else { return }
    let origins = try Origins(connection, files)
    let settled = SignedRoots(last: origins.signed(published))
    guard keys.signed != settled else { return }
    // A seed of another ledger has not signed this root, and gets no such file.
    guard try keys.haveSigned(published.note, as: origins.root) == true else { return }
    try settled.replace(files)
    effects.reached(.settled)
  }

  /// True if there are records that no signed root covers.
  public func hasUnpublished() throws -> Bool {
    try read { connection in
      let origins = try Origins(connection, files)
      let last = try Publication.last(epoch: origins.epoch, connection)
      return try LogHead(connection).position > last?.position ?? 0
    }
  }

  /// When the oldest record that no signed root covers was written; nil if all are covered.
  public func unpublishedSince() throws -> Timestamp? {
    try read { connection in
      let origins = try Origins(connection, files)
      let last = try Publication.last(epoch: origins.epoch, connection)
      var since: Timestamp?
      try RecordScan.some(after: last?.position ?? 0, connection) { row in
        since = try Record(position: Position(row.position), reading: row.bytes).content
          .recordedTime
        return false
      }
      return since
    }
  }

  /// How the database compares with the files outside it.
  public func guardState() throws -> Guard {
    try LedgerError.translating(file: files.databasePath) { try Guard.current(files, reader) }
  }

  /// Refuses to write or sign if the database contradicts the files outside it.
  ///
  /// - Throws: `LedgerError.guarded`.
  func requireUnbroken(_ connection: Connection) throws {
    let state = try Guard.compare(Guard.OutsideFiles(files), connection)
    guard state.holds else { throw LedgerError.guarded(directory: directory, state.closed) }
  }
}
