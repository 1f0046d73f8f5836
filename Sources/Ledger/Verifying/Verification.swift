import GRDB
import Integrations
import Transparency

/// What is known while a verification reads the log.
final class Verification: LogReader {
  private let refold = Refold()
  private let streams = StreamTable<Stream>()
  private let findings = Disagreements()
  private var publications: PublicationCheck
  private var streamCount: Int64 = 0
  private var records: Int64 = 0
  private var bytes: Int64 = 0
  private var expected: Int64 = 1
  private var latest = Int64.min
  /// Digests that records commit to, and whether a later record says that they were erased.
  private var commitments: [String: Bool] = [:]
  private var identities = IdentityCount()
  private let origins: Origins
  private let signatures: RootSignatures
  private var named = NamedKeys()
  private var indexes = IndexCheck()
  private var trust = VerifyReport.Trust()
  /// The epochs that a recorded restore began.
  private var begun: Set<Int64> = [1]

  /// A row of `stream`, how many records were found of it, and their tree.
  private struct Stream {
    // A short text needs no memory of its own.
    var company: String
    var size: Int64
    var found: Int64 = 0
    var tree = PublicationCheck.Tree()
  }

  init(_ origins: Origins, _ signatures: RootSignatures) {
    self.origins = origins
    self.signatures = signatures
    publications = PublicationCheck(origins, signatures, findings)
  }

  func readStreams(_ database: Database) throws {
    try database.withRaw("SELECT id, company, size FROM stream ORDER BY id") { raw in
      var next: Int64 = 1
      while try raw.step() {
        let (id, company, size) = (raw.integer(0), raw.text(1), raw.integer(2))
        if id != next {
          findings.add(.wrongStream, nil, "the stream of \(company) is \(id) where \(next) is next")
        }
        next = id == .max ? id : id + 1
        guard Bounds.isCount(size) else {
          findings.add(.wrongStream, nil, "the row of \(company) says a size that none can have")
          continue
        }
        streams[id] = Stream(company: company, size: size)
        if company != Company.system.id { streamCount += 1 }
      }
    }
  }

  // MARK: Records

  func read(_ row: inout DecodedRow) throws {
    try publications.end()
    records += 1
    indexes.add(row)
    bytes += Int64(row.bytes.count)
    let position = row.position
    if position != expected {
      let last = position - 1
      findings.add(
        .missingRecord, expected,
        last == expected ? "the record is missing" : "the records up to #\(last) are missing")
    }
    // The last number there is has none after it.
    expected = position &+ 1
    let known = streams.update(row.stream) { check(&row, &$0) }
    guard !known else { return }
    findings.add(.wrongStream, position, "its stream has no row")
    let name = row.view?.stream ?? UnsafeRawBufferPointer(rebasing: row.bytes[..<0])
    var stream = Stream(company: String(decoding: name, as: UTF8.self), size: 0)
    check(&row, &stream)
    streams[row.stream] = stream
  }

  func readBlock(_ root: TreeHash) { publications.addBlock(root) }

  func readStray(_ line: StoredLine) { refold.stray(line) }

  private func check(_ row: inout DecodedRow, _ stream: inout Stream) {
    // A record whose bytes were changed is found by its hash; the trees hold what is stored.
    publications.add(row.leaf, to: &stream.tree)
    guard row.isIntact else {
      findings.add(.changedRecord, row.position, "its bytes do not have the stored hash")
      stream.found += 1
      return
    }
    do throws(RecordError) {
      if let unreadable = row.unreadable { throw unreadable }
      guard let view = row.view else { return }
      if row.action == nil { keep(try view.content(nil).what, at: row.position) }
      checkColumns(&row, view)
      check(&row, view, &stream)
      refold.fold(&row, view)
    } catch {
      findings.add(.unreadableRecord, row.position, error.what)
      stream.found += 1
    }
  }

  private func keep(_ what: Record.What, at position: Int64) {
    guard case .bookkeeping(let bookkeeping) = what else { return }
    if publications.publications > 0 { named.read(bookkeeping, at: position) }
    if let epoch = bookkeeping.begunEpoch {
      begun.insert(epoch)
      if case .string? = bookkeeping.data["key"] { trust.newKeyEpochs.append(epoch) }
    }
    guard let identity = bookkeeping.identity else { return }
    for digest in identity.digests {
      if identity.name == .personErased {
        commitments[digest] = true
      } else if commitments[digest] == nil {
        commitments[digest] = false
      }
    }
  }

  private func checkColumns(_ row: inout DecodedRow, _ view: RecordView) {
    let position = row.position
    latest = max(latest, view.time.milliseconds)
    guard let columns = row.columns else { return }
    if columns.latest != latest {
      findings.add(.wrongColumn, position, "the column latest is not the latest time up to here")
      latest = columns.latest
    }
    if columns.id != view.id {
      findings.add(.wrongColumn, position, "the column id is not the record's id")
    }
    if columns.attempt != row.action?.attempt {
      findings.add(.wrongColumn, position, "the column attempt is not the record's attempt")
    }
    if row.sequence != view.sequence.number {
      findings.add(
        .renumberedRecord, position, "the column sequence is not the record's sequence")
    }
  }

  private func check(_ row: inout DecodedRow, _ view: RecordView, _ stream: inout Stream) {
    if !view.isStream(of: stream.company) {
      findings.add(
        .wrongStream, row.position,
        "it is a record of \(String(decoding: view.stream, as: UTF8.self)) in the stream of "
          + stream.company)
    }
    if view.sequence.number != stream.found {
      findings.add(
        .renumberedRecord, row.position,
        "its sequence is \(view.sequence.number) where \(stream.found) comes next")
    }
    stream.found = view.sequence.number + 1
  }

  // MARK: Publications

  func read(_ publication: Publication?) throws {
    try publications.end()
    publications.begin(publication, last: expected - 1) {
      var count = 0
      streams.forEach { number, _ in
        _ = streams.update(number) {
          guard $0.tree.frontier.size > 0 else { return }
          $0.tree.isGrown = true
          count += 1
        }
      }
      return count
    }
  }

  func read(_ anchor: Anchor?) {
    var none = PublicationCheck.Tree()
    guard let anchor else { return publications.check(nil, company: nil, &none) }
    guard anchor.stream != Anchor.orderStream else { return publications.checkOrder(anchor) }
    let known = streams.update(anchor.stream) {
      publications.check(anchor, company: $0.company, &$0.tree)
    }
    if !known { publications.check(anchor, company: nil, &none) }
  }

  // MARK: The whole

  func finishScan() throws {
    try publications.end()
    streams.forEach { _, stream in
      guard stream.found != stream.size else { return }
      findings.add(
        .wrongStream, nil,
        "the stream of \(stream.company) has \(stream.found) "
          + "records and its row says \(stream.size)")
    }
  }

  /// What the scan does not come by: what is stored where nothing belongs.
  func checkStored(_ database: Database) throws {
    for position in try Int64.fetchAll(
      database, sql: "SELECT position FROM record WHERE position < 1")
    {
      findings.add(.renumberedRecord, position, "there is no such position; the first is 1")
    }
    let stored = try Int.fetchOne(database, sql: "SELECT count(*) FROM publication") ?? 0
    // More are checked than this snapshot has where one was published meanwhile.
    if stored > publications.publications {
      findings.add(
        .wrongPublication, nil,
        "\(stored) publications are stored, and \(publications.publications) cover records")
    }
    for epoch in 1...origins.epoch where !begun.contains(epoch) {
      findings.add(.rolledBack, nil, "no record says which restore began epoch \(epoch)")
    }
  }

  /// The ways to the rows, the tables' form, and what is true of the whole.
  func checkTables(_ database: Database, _ files: LedgerFiles) throws {
    for fault in try indexes.faults(database, files) { findings.add(.wrongIndex, nil, fault) }
    for fault in try SmallTables.faults(database, origins) {
      findings.add(fault.kind, nil, fault.what)
    }
    for name in try Layout.differences(database) {
      findings.add(.damagedFile, nil, "\(name) is not as this layout has it")
    }
  }

  /// Whose keys signed, as far as that can be told.
  func checkKeys(_ database: Database) throws {
    let roots = publications.publications
    switch signatures.keys {
    case .given:
      trust.source = .given
      if roots == 0, records > 0 {
        findings.add(.unknownKey, nil, "no root is signed, so the key given shows nothing")
      }
    case .seeds:
      trust.source = .seed
      if roots > 0, !signatures.isLastSigned {
        findings.add(.unknownKey, nil, "the last root is not signed by the seed in keys/")
      }
      try checkStoredKeys(database)
    case .stored: trust.source = .file
    }
    for (key, epoch) in signatures.older.sorted(by: { $0.key.description < $1.key.description }) {
      let row = try KeyTable.rows(of: key.name, database).first { $0.key == key }
      let isNamed = try named.name(key, retired: row?.retired) { try named.isWhole($0, database) }
      if isNamed {
        trust.older.append(key.description)
      } else if epoch == origins.epoch {
        findings.add(
          .unknownKey, nil, "roots of epoch \(epoch) are signed by a key that no record names")
      } else {
        trust.unnamed += 1
      }
    }
  }

  /// Every key that a record names is stored, and those that it retired are all there.
  private func checkStoredKeys(_ database: Database) throws {
    for (position, _) in named.retirements where try !named.isWhole(position, database) {
      findings.add(
        .unknownKey, position, "the keys that it retired are not those that are stored")
    }
    for text in named.roots.sorted() {
      let key = try? VerifierKey(text)
      let isStored = try key.map { try KeyTable.keys(of: $0.name, database).contains($0) }
      if isStored == false, let key, origins.epoch(ofRoot: key.name) != nil {
        findings.add(
          .unknownKey, nil, "the key \(key.name)+\(key.idDigits) is named and not stored")
      }
    }
  }

  /// - Parameter isCopy: Whether the keys of people may be missing, since a backup has none.
  func checkIdentities(_ directory: PeopleDirectory?, isCopy: Bool) throws {
    var entries: [String: PeopleDirectory.Entry] = [:]
    for entry in try directory?.entries() ?? [] { entries[entry.digest] = entry }
    for (digest, isErased) in commitments.sorted(by: { $0.key < $1.key }) {
      let isHere = try entries[digest].flatMap { try directory?.disclosure($0) } != nil
      switch (isErased, isHere) {
      case (true, false): identities.add(.erased)
      case (true, true):
        identities.add(.erased)
        findings.add(
          .unfinishedErasure, nil, "the identity \(digest) was erased and is here; erase it again")
      case (false, true): identities.add(.shown)
      case (false, false)
      where isCopy || directory?.areKeysHidden == true || entries[digest]?.isWithheld == true:
        identities.add(.withheld)
      case (false, false):
        identities.add(.missing)
        findings.add(
          .missingIdentity, nil, "the identity \(digest) is neither in the directory nor erased")
      }
    }
  }

  func checkGuard(_ state: Guard) {
    switch state {
    case .unpublished, .follows, .backup: break
    case .shorter: findings.add(.rolledBack, nil, state.what)
    case .forked: findings.add(.forked, nil, state.what)
    case .missing, .unreadable, .foreignKeys: findings.add(.unguarded, nil, state.what)
    }
  }

  func checkFile(_ database: Database) throws {
    let said = try String.fetchAll(database, sql: "PRAGMA integrity_check")
    for line in said where line != "ok" {
      findings.add(.damagedFile, nil, "SQLite's integrity check says: \(line)")
    }
  }

  func report(
    _ database: Database, _ state: Guard, isDeep: Bool
  ) throws -> VerifyReport {
    for projection in Projection.allCases {
      guard let stored = try projection.progress(database) else {
        if records > 0 {
          findings.add(.wrongProjection, nil, "\(projection.rawValue) was never built")
        }
        continue
      }
      if let stopped = stored.stopped {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) stopped after #\(stored.position): \(stopped)")
      } else if stored.fingerprint != projection.fingerprint {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) was folded by \(stored.fingerprint) and this program is "
            + "\(projection.fingerprint); run `authledger replay --rebuild`")
      } else if stored.position != expected - 1 {
        findings.add(
          .wrongProjection, nil,
          "\(projection.rawValue) ends at #\(stored.position) and the log at #\(expected - 1)")
      }
    }
    let replay = try refold.finish(database)
    for commitment in replay.commitments where commitment.verdict == .differs {
      findings.add(
        .wrongProjection, commitment.position.number,
        "the state that was committed to is not the fold of the records")
    }
    for comparison in replay.projections where !comparison.agrees {
      findings.add(
        .wrongProjection, nil,
        "\(comparison.name) is not the fold of the records: \(comparison.firstDifference ?? "")")
    }
    return VerifyReport(
      records: records, streams: streamCount, bytes: bytes, findings: findings.kept,
      findingCount: findings.count, anchoring: anchoring(state), trust: trust,
      identities: identities,
      replay: replay, isDeep: isDeep)
  }

  private func anchoring(_ state: Guard) -> VerifyReport.Anchoring {
    let through = publications.position
    return VerifyReport.Anchoring(
      publications: publications.publications, through: through > 0 ? Position(through) : nil,
      unsigned: max(0, expected - 1 - through), guardState: state)
  }
}
