import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport

/// Processes that append to one ledger, each telling line by line what was acknowledged to it.
struct WritingProbes {
  private let folder: TemporaryFolder
  let directory: String

  init() throws {
    folder = try TemporaryFolder()
    directory = folder.file("ledger")
    try Ledger.create(directory).close()
  }

  /// Starts a probe, which the build puts beside the test bundle.
  func start(_ company: String, _ count: Int) throws -> ChildProcess {
    try ChildProcess(Program.product("LedgerProbe"), [directory, company, String(count)])
  }

  /// Whole lines only: the last may be torn by the kill, and then was not acknowledged.
  func acknowledged(_ outcome: Program.Outcome) -> [String] {
    outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }

  /// What the ledger holds, as the probes tell it.
  func stored() throws -> Set<String> {
    let ledger = try Ledger.open(directory, for: .reading)
    var lines: Set<String> = []
    for record in try ledger.records(RecordQuery()) {
      lines.insert(
        "\(record.position.number) \(record.content.sequence.number) \(record.content.id)")
    }
    return lines
  }
}
