import GRDB
import Integrations

extension StatusTable {
  /// The digest of all stored rows, which a refold of the records must reproduce.
  static func digest(_ connection: Connection) throws -> String {
    var digest = RowDigest()
    try withRows(connection) { next in
      while let row = try next() { row.add(to: &digest) }
    }
    return digest.finish()
  }

  /// Gives `body` a function that returns one stored row after another, and nil at the end.
  static func withRows(
    _ connection: Connection, _ body: (_ next: () throws -> StoredState?) throws -> Void
  ) throws {
    let sql = """
      SELECT stream, provider, verdict, deadline, state FROM integration_status
      ORDER BY stream, provider
      """
    try connection.withRaw(sql) { raw in
      try body { try raw.step() ? StoredState(raw) : nil }
    }
  }
}

/// A row of `integration_status` as digests and comparisons see it.
struct StoredState: Equatable {
  var stream: Int64
  var provider: String
  var verdict: String
  var deadline: Int64?
  var state: [UInt8]

  var key: (Int64, String) { (stream, provider) }

  init(stream: Int64, provider: String, row: StatusTable.Values) {
    self.stream = stream
    self.provider = provider
    verdict = row.verdict
    deadline = row.deadline
    state = row.state
  }

  fileprivate init(_ raw: RawStatement) {
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
