import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Real processes, which write and read at the same time.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ProcessTests {
  private let probes: WritingProbes

  init() throws { probes = try WritingProbes() }

  @Test("eight processes with 500 appends each, some to the same company: none is lost or refused")
  func together() async throws {
    let companies = ["acme", "acme", "acme", "beta", "beta", "c-1", "c-2", "c-3"]
    let writers = try companies.map { try probes.start($0, 500) }
    var known: [String] = []
    for process in writers {
      let outcome = try await process.ended()
      #expect(outcome.code == 0, "\(outcome.error)")
      let receipts = probes.acknowledged(outcome)
      #expect(receipts.count == 500)
      known += receipts
    }
    #expect(try probes.stored() == Set(known))
    let report = try Ledger.open(probes.directory, for: .writing).verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.records == 4000)
  }

  @Test("a reader that follows sees every record once, in order, while writers write")
  func follow() async throws {
    let writers = try ["acme", "beta", "acme"].map { try probes.start($0, 400) }
    let reader = try Ledger.open(probes.directory, for: .reading)
    var seen: [Int64] = []
    var query = RecordQuery()
    while seen.count < 1200 {
      try reader.forEachRecord(query) { position, _ in
        seen.append(position.number)
        query.after = position
        return true
      }
      try await Task.sleep(for: .microseconds(500))
    }
    for process in writers { try await process.ended() }
    #expect(seen == Array(1...1200))
  }
}
