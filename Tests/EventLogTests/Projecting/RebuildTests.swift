import Dispatch
import Evidence
import Integrations
import Synchronization
import TestSupport
import Testing

@testable import EventLog

@Suite struct RebuildTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
  }

  @Test("a rebuild gives the digests that stood")
  func rebuild() throws {
    let before = try ledger.checkProjections()
    #expect(before.agrees)
    #expect(try ledger.rebuildProjections() == before)
  }

  @Test(
    "rows that are not the fold are found, named, and mended by a rebuild",
    arguments: [
      ("UPDATE integration_status SET verdict = 'OTHER' WHERE stream = 1", "stream 1"),
      (
        "UPDATE integration_status SET state = CAST(x'00' || state AS BLOB) WHERE stream = 2",
        "stream 2"
      ),
      ("DELETE FROM integration_status WHERE stream = 3", "stream 3"),
      ("UPDATE company_log SET severity = 'x' WHERE position = 4", "#4"),
      ("DELETE FROM company_log WHERE position = 5", "#5"),
      ("INSERT INTO company_log VALUES (999999, 'info', 'x')", "#999999"),
      ("INSERT INTO integration_status VALUES (1, 'zz', 'x', NULL, x'00')", "stream 1"),
    ])
  func disagreement(sql: String, place: String) throws {
    try ledger.execute(sql)
    let report = try ledger.checkProjections()
    let differing = report.projections.filter { !$0.agrees }
    #expect(differing.count == 1)
    #expect(differing.first?.firstDifference?.contains(place) == true, "\(differing)")
    let verified = try ledger.verify()
    #expect(verified.findings.map(\.kind) == [.wrongProjection])
    #expect(try ledger.rebuildProjections().agrees)
    #expect(try ledger.verify().agrees)
  }

  @Test("rebuilds that begin at once follow each other, and leave whole tables")
  func atOnce() throws {
    let directory = ledger.directory
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      do {
        let other = try Ledger.open(directory, for: .writing)
        for _ in 0..<5 where try !other.rebuildProjections().agrees {
          failures.withLock { $0.append("it differs") }
        }
        try other.close()
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try ledger.verify(deep: true).agrees)
  }

  @Test("rows of another fold are refused to readers and rebuilt when a writer opens")
  func otherFingerprint() throws {
    try ledger.execute("UPDATE projection SET fingerprint = 'older' WHERE name = 'company_log'")
    let reading = try Ledger.open(ledger.directory, for: .reading)
    #expect(throws: LedgerError.self) { try reading.forEachLogLine(of: .acme) { _ in true } }
    #expect(try reading.integration(of: .acme) != nil, "the other projection goes on")
    let writing = try Ledger.open(ledger.directory, for: .writing)
    try reading.forEachLogLine(of: .acme) { _ in true }
    #expect(try writing.verify().agrees)
  }

  @Test("rows that end early catch up when a writer opens")
  func behind() throws {
    let last = try ledger.records(RecordQuery()).count
    try ledger.execute("UPDATE projection SET position = \(last - 3) WHERE name = 'company_log'")
    try ledger.execute("DELETE FROM company_log WHERE position > \(last - 3)")
    #expect(try !ledger.verify().agrees)
    let writing = try Ledger.open(ledger.directory, for: .writing)
    #expect(try writing.verify().agrees)
  }
}
