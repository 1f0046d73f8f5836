import EventLog
import Evidence
import Integrations

/// Work on the whole log.
struct Replaying {
  private let directory: String

  init(_ directory: String) { self.directory = directory }

  /// Reads, hashes, compares the hash, decodes and folds every record, and compares every state with
  /// the stored one.
  func check() throws {
    let ledger = try Ledger.open(directory, for: .reading)
    let start = ContinuousClock.now
    let report = try ledger.checkProjections([.integrationStatus])
    let time = ContinuousClock.now - start
    try ledger.close()
    guard report.agrees else { Bench.fail("the projections do not agree") }
    Bench.report(Int(report.records), time, ("integrations", Int(report.integrations)))
  }

  /// Reads every record as it is stored and counts those of each company: all that a store can do
  /// which knows nothing of what it keeps.
  func count() throws {
    let ledger = try Ledger.open(directory, for: .reading)
    let start = ContinuousClock.now
    var counts: [String: Int] = [:]
    var total = 0
    try ledger.forEachRecord { _, bytes in
      guard let company = Self.company(in: bytes) else { Bench.fail("a record has no source") }
      counts[company, default: 0] += 1
      total += 1
      return true
    }
    Bench.report(total, ContinuousClock.now - start, ("companies", counts.count))
    try ledger.close()
  }

  /// Opening a ledger whose projections are of another fold builds them anew; nothing else does it
  /// without a comparison at the end.
  func rebuild() throws {
    let start = ContinuousClock.now
    try Ledger.open(directory, for: .writing).close()
    let time = ContinuousClock.now - start
    // Reading refuses rows of another fold.
    let ledger = try Ledger.open(directory, for: .reading)
    let failing = try ledger.failures(.fortnox).reduce(0) { $0 + $1.count }
    try ledger.close()
    Bench.report(1, time, ("failing", failing))
  }

  /// Imports a file into a new ledger and publishes nothing.
  func take(_ file: String) throws {
    guard let actor = Actor(.system, "bench") else { Bench.fail("there is no such actor") }
    let start = ContinuousClock.now
    let report = try Ledger.create(directory, importing: ImportSource(file: file), by: actor)
    Bench.report(Int(report.records), ContinuousClock.now - start)
  }

  /// Publishes everything: the tree of every company, the root and its signature.
  func publish() throws {
    let start = ContinuousClock.now
    let ledger = try Ledger.open(directory, for: .writing)
    try ledger.publish()
    let time = ContinuousClock.now - start
    guard try ledger.rootCheckpoint() != nil else { Bench.fail("nothing was published") }
    try ledger.close()
    Bench.report(1, time)
  }

  /// The company that a record is of, without decoding the record: what comes after it in the order
  /// of the attributes is short, so it is looked for from the end.
  private static func company(in record: UnsafeRawBufferPointer) -> String? {
    for start in stride(from: record.count - 8, through: 0, by: -1)
    where record.loadUnaligned(fromByteOffset: start, as: UInt64.self) == key {
      // `"source":"/companies/acme"`
      let rest = record[(start + 21)...]
      return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
    return nil
  }

  private static let key = Array("\"source\"".utf8).withUnsafeBytes {
    $0.loadUnaligned(as: UInt64.self)
  }
}
