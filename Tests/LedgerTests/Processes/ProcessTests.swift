import Foundation
import Integrations
import Ledger
import Testing
import TestSupport

/// Real processes, which write at the same time and are killed.
@Suite(.serialized) struct ProcessTests {
  private let folder: TemporaryFolder
  private let directory: String

  init() throws {
    folder = try TemporaryFolder()
    directory = folder.file("ledger")
    try Ledger.create(directory).close()
  }

  /// The probe, which the build puts beside the test bundle.
  private func probe(_ company: String, _ count: Int) throws -> (Process, URL) {
    let process = Process()
    process.executableURL = try Program.product("LedgerProbe")
    process.arguments = [directory, company, String(count)]
    let output = URL(filePath: self.folder.file("out-\(UUID().uuidString)"))
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.standardError
    try process.run()
    return (process, output)
  }

  /// Whole lines only: the last may be torn by the kill, and then was not acknowledged.
  private func acknowledged(_ output: URL) throws -> [String] {
    let text = try String(contentsOf: output, encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func stored() throws -> Set<String> {
    let ledger = try Ledger.open(directory, for: .reading)
    var lines: Set<String> = []
    for record in try ledger.records(RecordQuery()) {
      lines.insert(
        "\(record.position.number) \(record.content.sequence.number) \(record.content.id)")
    }
    return lines
  }

  @Test("killed at any moment: what was acknowledged is there, and nothing is torn")
  func killed() throws {
    var random = SplitMix(seed: UInt64(getpid()))
    var known: [String] = []
    for round in 0..<100 {
      let writers = try [("acme", 200), ("acme", 200), ("c-\(round % 5)", 200)].map {
        try probe($0.0, $0.1)
      }
      usleep(.random(in: 20_000...150_000, using: &random))
      for (process, _) in writers { kill(process.processIdentifier, SIGKILL) }
      for (process, output) in writers {
        process.waitUntilExit()
        known += try acknowledged(output)
      }
      if round % 10 == 9 {
        let stored = try stored()
        #expect(known.allSatisfy(stored.contains))
        let report = try Ledger.open(directory, for: .writing).verify(deep: true)
        #expect(report.agrees, "\(report.findings)")
        #expect(report.records == Int64(stored.count))
      }
    }
    #expect(known.count > 200, "the writers had time to append: \(known.count)")
    #expect(Set(known).count == known.count)
  }

  @Test("eight processes with 500 appends each, some to the same company: none is lost or refused")
  func together() throws {
    let companies = ["acme", "acme", "acme", "beta", "beta", "c-1", "c-2", "c-3"]
    let writers = try companies.map { try probe($0, 500) }
    var known: [String] = []
    for (process, output) in writers {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let receipts = try acknowledged(output)
      #expect(receipts.count == 500)
      known += receipts
    }
    #expect(try stored() == Set(known))
    let report = try Ledger.open(directory, for: .writing).verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.records == 4000)
  }

  @Test("a reader that follows sees every record once, in order, while writers write")
  func follow() throws {
    let writers = try ["acme", "beta", "acme"].map { try probe($0, 400) }
    let reader = try Ledger.open(directory, for: .reading)
    var seen: [Int64] = []
    var query = RecordQuery()
    let deadline = ContinuousClock.now + .seconds(120)
    while seen.count < 1200, ContinuousClock.now < deadline {
      try reader.forEachRecord(query) { position, _ in
        seen.append(position.number)
        query.after = position
        return true
      }
      usleep(500)
    }
    for (process, _) in writers { process.waitUntilExit() }
    #expect(seen == Array(1...1200))
  }
}
