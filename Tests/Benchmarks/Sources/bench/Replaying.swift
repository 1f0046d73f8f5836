import Integrations
import Ledger

/// Work on the whole log.
struct Replaying {
  private let directory: String

  init(_ directory: String) { self.directory = directory }

  /// Reads, hashes, compares the hash, decodes and folds every record, and compares every line and
  /// state with the stored ones.
  func check() throws {
    let ledger = try Ledger.open(directory, for: .reading)
    let start = ContinuousClock.now
    let report = try ledger.checkProjections()
    let time = ContinuousClock.now - start
    try ledger.close()
    guard report.agrees else { Bench.fail("the projections do not agree") }
    Bench.report(Int(report.records), time, ("integrations", Int(report.integrations)))
  }

  /// Opening a ledger whose projections are of another fold builds them anew; nothing else does it
  /// without a comparison at the end.
  func rebuild() throws {
    let start = ContinuousClock.now
    try Ledger.open(directory, for: .writing).close()
    let time = ContinuousClock.now - start
    // Reading refuses rows of another fold.
    let ledger = try Ledger.open(directory, for: .reading)
    let failing = try ledger.failures().reduce(0) { $0 + $1.count }
    try ledger.close()
    Bench.report(1, time, ("failing", failing))
  }

  /// Imports a file into a new ledger and publishes all of it.
  func publish(_ file: String) throws {
    guard let actor = Actor(.system, "bench") else { Bench.fail("there is no such actor") }
    let start = ContinuousClock.now
    let report = try Ledger.create(directory, importing: ImportSource(file: file), by: actor)
    let imported = ContinuousClock.now
    let ledger = try Ledger.open(directory, for: .writing)
    try ledger.publish()
    try ledger.close()
    let time = ContinuousClock.now - imported
    Bench.report(Int(report.records), time)
    print("import \((imported - start) / .seconds(1))")
  }
}
