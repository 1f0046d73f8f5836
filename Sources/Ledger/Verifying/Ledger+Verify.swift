import GRDB
import Integrations

extension Ledger {
  /// Recomputes every hash, number, column and projection in one pass over the log.
  ///
  /// - Parameters:
  ///   - deep: Whether to run SQLite's own integrity check as well.
  ///   - progress: Told how many records are done.
  public func verify(deep: Bool = false, progress: Progress? = nil) throws -> VerifyReport {
    try read { database in
      let head = try LogWriter.head(database).position
      return try database.withRaw(Refold.linesSQL) { lines in
        var verification = Verification(refold: try Refold(storedLines: lines))
        try verification.readStreams(database)
        try DecodedScan.all(database, withColumns: true) { row in
          try verification.check(row)
          if verification.records % 8192 == 0 { progress?(verification.records, head) }
        }
        try verification.checkStreams()
        if deep { try verification.checkFile(database) }
        return try verification.report(database, isDeep: deep)
      }
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

  /// A row of `stream`, and how many records were found of it.
  struct Stream {
    // A short text needs no memory of its own.
    var company: String
    var size: Int64
    var found: Int64 = 0
  }

  init(refold: Refold) {
    self.refold = refold
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
    do throws(RecordError) {
      guard let content = row.content else {
        found(.changedRecord, position, "its bytes do not have the stored hash")
        skip(row)
        return
      }
      let (view, action) = try content.get()
      if action == nil { _ = try view.content() }
      checkColumns(row, view, action)
      try refolding { try refold.fold(row, view, action) }
    } catch {
      found(.unreadableRecord, position, error.what)
      skip(row)
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
    for stream in streams.values where stream.found != stream.size {
      found(
        .wrongStream, nil,
        "the stream of \(stream.company) has \(stream.found) "
          + "records and its row says \(stream.size)")
    }
  }

  mutating func checkFile(_ database: Database) throws {
    let said = try String.fetchAll(database, sql: "PRAGMA integrity_check")
    for line in said where line != "ok" {
      found(.damagedFile, nil, "SQLite's integrity check says: \(line)")
    }
  }

  mutating func report(_ database: Database, isDeep: Bool) throws -> VerifyReport {
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
    for comparison in replay.projections where !comparison.agrees {
      found(
        .wrongProjection, nil,
        "\(comparison.name) is not the fold of the records: \(comparison.firstDifference ?? "")")
    }
    return VerifyReport(
      records: records, streams: Int64(streams.count), bytes: bytes, findings: findings,
      findingCount: findingCount, replay: replay, isDeep: isDeep)
  }
}
