import Crypto
import GRDB
import Integrations
import Transparency

/// Folds the whole log anew beside the stored projections and compares the two.
///
/// It is fed one record after another by whoever scans the log. The company log is compared line
/// by line on the way; the states are compared at the end.
final class Refold {
  private let states = FoldedStates()
  private var storedLog = RowDigest()
  private var foldedLog = RowDigest()
  private var logDifference: String?
  private let storedLines: RawStatement
  /// The stored line that comes next; what it says lies in the statement's row.
  private var line: Int64?
  private(set) var records: Int64 = 0
  private var commitments: [ReplayReport.Commitment] = []

  static let linesSQL = "SELECT position, severity, code FROM company_log ORDER BY position"

  /// - Parameter storedLines: `linesSQL`, about to be stepped.
  init(storedLines: RawStatement) throws {
    self.storedLines = storedLines
    try nextLine()
  }

  private func nextLine() throws {
    guard try storedLines.step() else {
      line = nil
      return
    }
    let position = storedLines.integer(0)
    storedLog.add(position)
    storedLog.add(storedLines.bytes(1))
    storedLog.add(storedLines.bytes(2))
    line = position
  }

  /// Folds one record; bookkeeping moves nothing.
  func fold(_ row: DecodedRow, _ view: RecordView, _ action: Action?) throws {
    records += 1
    guard let action, let provider = view.provider else { return check(row, view) }
    let position = row.position
    states.evolve(
      row.stream, provider, action, cited: Citation(sequence: view.sequence, time: view.time))
    let (severity, code) = CompanyLogLine.line(for: action)
    foldedLog.add(position)
    let severityName = CompanyLogLine.Severity.table.spelling(of: severity)
    let codeName = CompanyLogCode.table.spelling(of: code)
    foldedLog.add(severityName)
    foldedLog.add(codeName)
    while let stored = line, stored < position {
      differs("the company log has a line \(Position(stored)) that no record makes")
      try nextLine()
    }
    guard line == position else {
      differs("the company log has no line of record \(Position(position))")
      return
    }
    if !Spelling.matches(storedLines.bytes(1), severityName)
      || !Spelling.matches(storedLines.bytes(2), codeName)
    {
      let stored = "\(storedLines.text(1)) \(storedLines.text(2))"
      differs(
        "the company log has \(stored) for record \(Position(position)), "
          + "which says \(severity.rawValue) \(code.rawValue)")
    }
    try nextLine()
  }

  /// Compares a commitment with the states as they are now, at its place in the log.
  private func check(_ row: DecodedRow, _ view: RecordView) {
    guard case .bookkeeping(let bookkeeping)? = try? view.content().what,
      let commitment = bookkeeping.commitment
    else { return }
    let verdict: ReplayReport.Commitment.Verdict =
      if commitment.fingerprint != Projection.integrationStatus.fingerprint {
        .otherFold
      } else if commitment.position.number != row.position - 1 {
        .moved
      } else {
        commitment.digest == digest() ? .proven : .differs
      }
    commitments.append(
      ReplayReport.Commitment(
        position: Position(row.position), commitment: commitment, verdict: verdict))
  }

  /// The digest of the states as they are now.
  private func digest() -> String {
    var digest = RowDigest()
    states.forEach { stream, provider, state in
      StoredState(stream: stream, provider: provider.rawValue, row: .init(state)).add(to: &digest)
    }
    return digest.finish()
  }

  private func differs(_ what: String) {
    logDifference = logDifference ?? what
  }

  /// Compares the states and tells both projections' digests.
  func finish(_ database: Database) throws -> ReplayReport {
    while let stored = line {
      differs("the company log has a line \(Position(stored)) that no record makes")
      try nextLine()
    }
    let status = try compareStates(database)
    let log = ReplayReport.Comparison(
      name: Projection.companyLog.rawValue, fingerprint: Projection.companyLog.fingerprint,
      stored: storedLog.finish(), folded: foldedLog.finish(), firstDifference: logDifference)
    return ReplayReport(
      records: records, integrations: status.count, projections: [status.comparison, log],
      commitments: commitments)
  }

  private func compareStates(
    _ database: Database
  ) throws -> (count: Int64, comparison: ReplayReport.Comparison) {
    var stored = RowDigest()
    var folded = RowDigest()
    var difference: String?
    var count: Int64 = 0
    let sql = "SELECT \(StoredState.columns) FROM integration_status ORDER BY stream, provider"
    try database.withRaw(sql) { raw in
      func next() throws -> StoredState? {
        guard try raw.step() else { return nil }
        let row = StoredState(raw)
        row.add(to: &stored)
        return row
      }
      var row = try next()
      try states.forEach { stream, provider, state in
        count += 1
        let expected = StoredState(stream: stream, provider: provider.rawValue, row: .init(state))
        expected.add(to: &folded)
        while let found = row, found.key < expected.key {
          difference = difference ?? "stream \(found.stream) has a status that no record makes"
          row = try next()
        }
        guard let found = row, found.key == expected.key else {
          difference = difference ?? "stream \(stream) has no status with \(provider.rawValue)"
          return
        }
        if found != expected {
          difference =
            difference
            ?? "the status of stream \(stream) with \(provider.rawValue) is not what its records say"
        }
        row = try next()
      }
      while let found = row {
        difference = difference ?? "stream \(found.stream) has a status that no record makes"
        row = try next()
      }
    }
    let comparison = ReplayReport.Comparison(
      name: Projection.integrationStatus.rawValue,
      fingerprint: Projection.integrationStatus.fingerprint, stored: stored.finish(),
      folded: folded.finish(), firstDifference: difference)
    return (count, comparison)
  }
}

extension StatusTable {
  /// The digest of every stored row, as a refold makes it of the records.
  static func digest(_ database: Database) throws -> String {
    var digest = RowDigest()
    let sql = "SELECT \(StoredState.columns) FROM integration_status ORDER BY stream, provider"
    try database.withRaw(sql) { raw in
      while try raw.step() { StoredState(raw).add(to: &digest) }
    }
    return digest.finish()
  }
}

/// A row of `integration_status` as digests and comparisons see it.
private struct StoredState: Equatable {
  static let columns = "stream, provider, verdict, deadline, state"

  var stream: Int64
  var provider: String
  var verdict: String
  var deadline: Int64?
  var state: [UInt8]

  var key: (Int64, String) { (stream, provider) }

  init(stream: Int64, provider: String, row: StatusTable.Row) {
    self.stream = stream
    self.provider = provider
    verdict = row.verdict
    deadline = row.deadline
    state = row.state
  }

  init(_ raw: RawStatement) {
    stream = raw.integer(0)
    provider = raw.text(1)
    verdict = raw.text(2)
    deadline = raw.isNull(3) ? nil : raw.integer(3)
    state = Array(raw.bytes(4))
  }

  func add(to digest: inout RowDigest) {
    digest.add(stream)
    digest.add(provider)
    digest.add(verdict)
    digest.add(deadline ?? .min)
    state.withUnsafeBytes { digest.add($0) }
  }
}

/// SHA-256 over rows: numbers as eight bytes, big-endian; texts and blobs after their length.
struct RowDigest {
  private var hasher = SHA256()
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  mutating func add(_ number: Int64) {
    withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    drainIfFull()
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(Int64(bytes.count))
    buffer.append(contentsOf: bytes)
  }

  mutating func add(_ text: String) {
    add(Int64(text.utf8.count))
    buffer.append(contentsOf: text.utf8)
  }

  private mutating func drainIfFull() {
    guard buffer.count >= Self.bufferSize else { return }
    hasher.update(data: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// The digest in hexadecimal.
  mutating func finish() -> String {
    hasher.update(data: buffer)
    return TreeHash(Array(hasher.finalize()))?.description ?? ""
  }
}
