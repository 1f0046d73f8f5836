import EventLog
import Integrations
import Transparency

/// The reader of a verification's scan, which checks one record after another.
final class Verification: LogReader {
  let refold = Refold()
  private let streams = StreamMap<Stream>()
  let findings = FindingCollector()
  private(set) var publications: PublicationCheck
  private(set) var streamCount: Int64 = 0
  private(set) var records: Int64 = 0
  private(set) var bytes: Int64 = 0
  private(set) var expected: Int64 = 1
  private var latest = Int64.min
  var identities = IdentityCheck()
  var keys: KeyCheck
  let origins: Origins
  private(set) var indexes = IndexCheck()

  /// A row of `stream`, how many of its records the scan has found, and their tree.
  private struct Stream {
    // A short text needs no memory of its own.
    var company: String
    var size: Int64
    var found: Int64 = 0
    var tree = PublicationCheck.Tree()
  }

  init(_ origins: Origins, _ signatures: RootSignatures) {
    self.origins = origins
    keys = KeyCheck(origins, signatures)
    publications = PublicationCheck(origins, signatures, findings)
  }

  /// Reads the streams' rows, before the scan.
  func readStreams(_ connection: Connection) throws {
    var next: Int64 = 1
    try StreamTable.forEach(connection) { id, company, size in
      if id != next {
        findings.add(
          .wrongStream, nil, "the stream of \(company) is \(id) where \(next) is next",
          "strömmen för \(company) är \(id) där \(next) kommer härnäst")
      }
      next = id == .max ? id : id + 1
      guard Bounds.isCount(size) else {
        return findings.add(
          .wrongStream, nil, "the row of \(company) says a size that none can have",
          "raden för \(company) säger en storlek som ingen kan ha")
      }
      streams[id] = Stream(company: company, size: size)
      if company != Company.system.id { streamCount += 1 }
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
        last == expected
          ? Text("the record is missing", "posten saknas")
          : Text(
            "the records up to #\(last) are missing", "posterna till och med #\(last) saknas"))
    }
    // Wraps after the largest number instead of overflowing.
    expected = position &+ 1
    let known = streams.update(row.stream) { check(&row, &$0) }
    guard !known else { return }
    findings.add(.wrongStream, position, "its stream has no row", "dess ström saknar rad")
    let name = row.view?.stream ?? UnsafeRawBufferPointer(rebasing: row.bytes[..<0])
    var stream = Stream(company: String(decoding: name, as: UTF8.self), size: 0)
    check(&row, &stream)
    streams[row.stream] = stream
  }

  func readSubtree(_ root: TreeHash) { publications.addSubtree(root) }

  func readStray(_ line: StoredLine) { refold.addStray(line) }

  private func check(_ row: inout DecodedRow, _ stream: inout Stream) {
    // The trees take the stored hashes; changed bytes are found by comparing them with these.
    publications.add(row.leaf, to: &stream.tree)
    guard row.isIntact else {
      findings.add(
        .changedRecord, row.position, "its bytes do not have the stored hash",
        "dess byte har inte det lagrade hashvärdet")
      stream.found += 1
      return
    }
    do throws(RecordError) {
      if let unreadable = row.unreadable { throw unreadable }
      guard let view = row.view else { return }
      if row.action == nil { readBookkeeping(try view.content(nil).what, at: row.position) }
      checkColumns(&row, view)
      check(&row, view, &stream)
      refold.fold(&row, view)
    } catch {
      findings.add(.unreadableRecord, row.position, error.clause)
      stream.found += 1
    }
  }

  private func readBookkeeping(_ what: Record.What, at position: Int64) {
    guard case .bookkeeping(let bookkeeping) = what else { return }
    keys.read(bookkeeping, at: position, isPublished: publications.publications > 0)
    identities.read(bookkeeping)
  }

  private func checkColumns(_ row: inout DecodedRow, _ view: RecordView) {
    let position = row.position
    latest = max(latest, view.time.milliseconds)
    guard let columns = row.columns else { return }
    if columns.latest != latest {
      findings.add(
        .wrongColumn, position, "the column latest is not the latest time up to here",
        "kolumnen latest är inte den senaste tiden hit")
      latest = columns.latest
    }
    if columns.id != view.id {
      findings.add(
        .wrongColumn, position, "the column id is not the record's id",
        "kolumnen id är inte postens id")
    }
    if columns.attempt != row.action?.attempt {
      findings.add(
        .wrongColumn, position, "the column attempt is not the record's attempt",
        "kolumnen attempt är inte postens försök")
    }
    if row.sequence != view.sequence.number {
      findings.add(
        .renumberedRecord, position, "the column sequence is not the record's sequence",
        "kolumnen sequence är inte postens sekvens")
    }
  }

  private func check(_ row: inout DecodedRow, _ view: RecordView, _ stream: inout Stream) {
    if !view.isStream(of: stream.company) {
      let company = String(decoding: view.stream, as: UTF8.self)
      findings.add(
        .wrongStream, row.position,
        "it is a record of \(company) in the stream of \(stream.company)",
        "den är en post för \(company) i strömmen för \(stream.company)")
    }
    if view.sequence.number != stream.found {
      findings.add(
        .renumberedRecord, row.position,
        "its sequence is \(view.sequence.number) where \(stream.found) comes next",
        "dess sekvens är \(view.sequence.number) där \(stream.found) kommer härnäst")
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

  func read(_ leaf: RootLeaf?) {
    var none = PublicationCheck.Tree()
    guard let leaf else { return publications.check(nil, company: nil, &none) }
    guard leaf.stream != RootLeaf.orderStream else { return publications.checkOrder(leaf) }
    let known = streams.update(leaf.stream) {
      publications.check(leaf, company: $0.company, &$0.tree)
    }
    if !known { publications.check(leaf, company: nil, &none) }
  }

  /// Called after the last row.
  func endScan() throws {
    try publications.end()
    streams.forEach { _, stream in
      guard stream.found != stream.size else { return }
      findings.add(
        .wrongStream, nil,
        "the stream of \(stream.company) has \(stream.found) "
          + "records and its row says \(stream.size)",
        "strömmen för \(stream.company) har \(stream.found.counted("post", "poster")) och dess rad "
          + "säger \(stream.size)")
    }
  }
}
