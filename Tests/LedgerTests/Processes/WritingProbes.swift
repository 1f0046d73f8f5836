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
  func start(_ company: String, _ count: Int) throws -> (Process, URL) {
    let process = Process()
    process.executableURL = try Program.product("LedgerProbe")
    process.arguments = [directory, company, String(count)]
    let output = URL(filePath: folder.file("out-\(UUID().uuidString)"))
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.standardError
    try process.run()
    return (process, output)
  }

  /// Whole lines only: the last may be torn by the kill, and then was not acknowledged.
  func acknowledged(_ output: URL) throws -> [String] {
    let text = try String(contentsOf: output, encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
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
