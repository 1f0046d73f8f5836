import GRDB
import Integrations
public import Transparency

extension Ledger {
  /// Recomputes every hash, number, column and projection in one pass over the log.
  ///
  /// Every publication is held to the records, every note to the keys.
  ///
  /// - Parameters:
  ///   - deep: Whether to run SQLite's own integrity check as well.
  ///   - keys: The public keys of which one must have signed each root; none for those that the
  ///     ledger knows itself.
  ///   - progress: Told how many records are done.
  public func verify(
    deep: Bool = false, signedBy keys: [VerifierKey] = [], progress: Progress? = nil
  ) throws -> VerifyReport {
    // The file is read first: the database is never behind it.
    let state = try guardState()
    let known = try keys.isEmpty ? rootKeys() : keys
    return try read { database in
      let head = try LogWriter.head(database).position
      return try database.withRaw(Refold.linesSQL) { lines in
        try Publication.withAll(database) { next in
          try withoutActuallyEscaping(next) { next in
            let origins = try Origins(database, file: files.databasePath)
            var verification = Verification(
              refold: try Refold(storedLines: lines),
              publications: try PublicationCheck(database, origins, keys: known, next: next))
            try verification.readStreams(database)
            try DecodedScan.all(database, withColumns: true) { row in
              try verification.check(row)
              if verification.records % 8192 == 0 { progress?(verification.records, head) }
            }
            try verification.checkStreams()
            try verification.checkIdentities(PeopleDirectory(reading: files), state)
            verification.checkGuard(state)
            if deep { try verification.checkFile(database) }
            return try verification.report(database, state, isDeep: deep)
          }
        }
      }
    }
  }

  /// The keys that signed roots of this ledger, as far as it knows.
  private func rootKeys() throws -> [VerifierKey] {
    let origins = try read { try Origins($0, file: files.databasePath) }
    let seeds = try SigningSeeds.existing(files)
    return try (1...origins.epoch).flatMap { epoch in
      let origin = origins.inEpoch(epoch).root
      return try read { try KeyTable.keys(of: origin, $0) }
        + (seeds?.signers(origin).map(\.verifier) ?? [])
    }
  }
}

/// What is known while a verification reads the log.
struct Verification {
  private let refold: Refold
  private var streams: [Int64: Stream] = [:]
  private(set) var records: Int64 = 0
  private var bytes: Int64 = 0
  private var expected: Int64 = 1
  private var latest = Int64.min
  private var findings: [VerifyReport.Finding] = []
  private var findingCount = 0
  private var publications: PublicationCheck
  /// Digests that records commit to, and whether a later record says that they were erased.
  private var commitments: [String: Bool] = [:]
  private var identities = IdentityCount()

  /// A row of `stream`, and how many records were found of it.
  struct Stream {
    // A short text needs no memory of its own.
    var company: String
    var size: Int64
    var found: Int64 = 0
  }

  init(refold: Refold, publications: PublicationCheck) {
    self.refold = refold
    self.publications = publications
  }

  mutating func readStreams(_ database: Database) throws {
    try database.withRaw("SELECT id, company, size FROM stream") { raw in
      while try raw.step() {
        streams[raw.integer(0)] = Stream(company: raw.text(1), size: raw.integer(2))
      }
    }
  }

  private mutating func found(
    _ kind: VerifyReport.Finding.Kind, _ position: Int64?, _ what: String
  ) {
    findingCount += 1
    guard findings.count < VerifyReport.findingLimit else { return }
    findings.append(
      VerifyReport.Finding(kind: kind, position: position.map { Position($0) }, what: what))
  }

  // MARK: One record

  mutating func check(_ row: DecodedRow) throws {
    records += 1
    bytes += Int64(row.bytes.count)
    let position = row.position
    if position != expected {
      let last = position - 1
      found(
        .missingRecord, expected,
        last == expected ? "the record is missing" : "the records up to #\(last) are missing")
    }
    expected = position + 1
    try addToTree(row)
    do throws(RecordError) {
      guard let content = row.content else {
        found(.changedRecord, position, "its bytes do not have the stored hash")
        skip(row)
        return
      }
      let (view, action) = try content.get()
      if action == nil { keep(try view.content().what) }
      checkColumns(row, view, action)
      try refolding { try refold.fold(row, view, action) }
    } catch {
      found(.unreadableRecord, position, error.what)
      skip(row)
    }
  }

  /// A record whose bytes were changed is found by its hash; the trees hold what is stored.
  private mutating func addToTree(_ row: DecodedRow) throws {
    var found: [(VerifyReport.Finding.Kind, Int64?, String)] = []
    try publications.add(row.position, row.stream, row.storedHash ?? row.hash, streams) {
      found.append(($0, $1, $2))
    }
    for (kind, position, what) in found { self.found(kind, position, what) }
  }

  private mutating func keep(_ what: Record.What) {
    guard case .bookkeeping(let bookkeeping) = what, let identity = bookkeeping.identity else {
      return
    }
    for digest in identity.digests {
      if identity.name == .personErased {
        commitments[digest] = true
      } else if commitments[digest] == nil {
        commitments[digest] = false
      }
    }
  }

  // Typed errors stay what they are; SQLite's go on as they came.
  private func refolding(_ body: () throws -> Void) throws(RecordError) {
    do { try body() } catch { throw RecordError("the company log cannot be read (\(error))") }
  }

  /// Counts a record that cannot be checked further.
  private mutating func skip(_ row: DecodedRow) {
    streams[row.stream]?.found += 1
  }

  private mutating func checkColumns(_ row: DecodedRow, _ view: RecordView, _ action: Action?) {
    let position = row.position
    latest = max(latest, view.time.milliseconds)
    guard let columns = row.columns else { return }
    if columns.latest != latest {
      found(.wrongColumn, position, "the column latest is not the latest time up to here")
      latest = columns.latest
    }
    if columns.id != view.id {
      found(.wrongColumn, position, "the column id is not the record's id")
    }
    if columns.attempt != action?.attempt {
      found(.wrongColumn, position, "the column attempt is not the record's attempt")
    }
    if row.sequence != view.sequence.number {
      found(.renumberedRecord, position, "the column sequence is not the record's sequence")
    }
    guard let stream = streams[row.stream] else {
      found(.wrongStream, position, "its stream has no row")
      streams[row.stream] = Stream(
        company: String(decoding: view.stream, as: UTF8.self), size: 0,
        found: view.sequence.number + 1)
      return
    }
    if !view.isStream(of: stream.company) {
      found(
        .wrongStream, position,
        "it is a record of \(String(decoding: view.stream, as: UTF8.self)) in the stream of "
          + stream.company)
    }
    if view.sequence.number != stream.found {
      found(
        .renumberedRecord, position,
        "its sequence is \(view.sequence.number) where \(stream.found) comes next")
    }
    streams[row.stream]?.found = view.sequence.number + 1
  }

  // MARK: The whole

  mutating func checkStreams() throws {
    var last: [(VerifyReport.Finding.Kind, Int64?, String)] = []
    try publications.finish(last: expected - 1, streams) { last.append(($0, $1, $2)) }
    for (kind, position, what) in last { found(kind, position, what) }
    for stream in streams.values where stream.found != stream.size {
      found(
        .wrongStream, nil,
        "the stream of \(stream.company) has \(stream.found) "
          + "records and its row says \(stream.size)")
    }
  }

  mutating func checkIdentities(_ directory: PeopleDirectory?, _ state: Guard) throws {
    var entries: [String: PeopleDirectory.Entry] = [:]
    for entry in try directory?.entries() ?? [] { entries[entry.digest] = entry }
    var isBackup = false
    if case .backup = state { isBackup = true }
    for (digest, isErased) in commitments.sorted(by: { $0.key < $1.key }) {
      let isHere = try entries[digest].flatMap { try directory?.disclosure($0) } != nil
      switch (isErased, isHere) {
      case (true, false): identities.add(.erased)
      case (true, true):
        identities.add(.erased)
        found(
          .unfinishedErasure, nil, "the identity \(digest) was erased and is here; erase it again")
      case (false, true): identities.add(.shown)
      case (false, false) where isBackup: identities.add(.withheld)
      case (false, false):
        identities.add(.missing)
        found(
          .missingIdentity, nil, "the identity \(digest) is neither in the directory nor erased")
      }
    }
  }

  mutating func checkGuard(_ state: Guard) {
    switch state {
    case .unpublished, .follows, .backup: break
    case .shorter: found(.rolledBack, nil, state.what)
    case .forked: found(.forked, nil, state.what)
    case .missing, .unreadable: found(.unguarded, nil, state.what)
    }
  }

  mutating func checkFile(_ database: Database) throws {
    let said = try String.fetchAll(database, sql: "PRAGMA integrity_check")
    for line in said where line != "ok" {
      found(.damagedFile, nil, "SQLite's integrity check says: \(line)")
    }
    for name in try Layout.differences(database) {
      found(.damagedFile, nil, "\(name) is not as this layout has it")
    }
  }

  mutating func report(
    _ database: Database, _ state: Guard, isDeep: Bool
  ) throws -> VerifyReport {
    let progress = try Projection.progress(database)
    for projection in Projection.allCases {
      guard let stored = progress[projection] else {
        if records > 0 { found(.wrongProjection, nil, "\(projection.rawValue) was never built") }
        continue
      }
      if stored.fingerprint != projection.fingerprint {
        found(
          .wrongProjection, nil,
          "\(projection.rawValue) was folded by \(stored.fingerprint) and this program is "
            + "\(projection.fingerprint); run `authledger replay --rebuild`")
      } else if stored.position != expected - 1 {
        found(
          .wrongProjection, nil,
          "\(projection.rawValue) ends at #\(stored.position) and the log at #\(expected - 1)")
      }
    }
    let replay = try refold.finish(database)
    for commitment in replay.commitments where commitment.verdict == .differs {
      found(
        .wrongProjection, commitment.position.number,
        "the state that was committed to is not the fold of the records")
    }
    for comparison in replay.projections where !comparison.agrees {
      found(
        .wrongProjection, nil,
        "\(comparison.name) is not the fold of the records: \(comparison.firstDifference ?? "")")
    }
    return VerifyReport(
      records: records, streams: Int64(streams.count), bytes: bytes, findings: findings,
      findingCount: findingCount, anchoring: anchoring(state), identities: identities,
      replay: replay, isDeep: isDeep)
  }

  private func anchoring(_ state: Guard) -> VerifyReport.Anchoring {
    let through = publications.position
    return VerifyReport.Anchoring(
      publications: publications.publications, through: through > 0 ? Position(through) : nil,
      unsigned: max(0, expected - 1 - through), guardState: state)
  }
}
