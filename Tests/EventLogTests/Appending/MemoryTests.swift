import EventLog
import Evidence
import Integrations
import TestSupport
import Testing

/// What an append remembers of the log must never outlive what others write.
@Suite struct MemoryTests {
  private let folder: TemporaryFolder
  private let first: Ledger
  private let second: Ledger

  init() throws {
    folder = try TemporaryFolder()
    first = try Ledger.create(folder.file("ledger"))
    second = try Ledger.open(folder.file("ledger"), for: .writing)
  }

  @Test("two that append in turns see each other's records, streams and rules")
  func turns() throws {
    for round in 1...6 {
      let ledger = round.isMultiple(of: 2) ? first : second
      try ledger.append([.settings(round)], to: .acme, expecting: .exactly(Int64(round - 1)))
      // The same settings again change nothing, whoever saved them.
      for other in [first, second] {
        let again = try other.append([.settings(round)], to: .acme)
        #expect(again.map(\.receipt) == [nil])
      }
      try ledger.append([.settings(round)], to: .make("company-\(round)"))
    }
    let report = try first.verify()
    #expect(report.agrees, "\(report.findings)")
    #expect(report.records == 12)
    #expect(report.streams == 7)
  }

  @Test("what an import or a rebuild wrote beside is seen by the next append")
  func beside() throws {
    try first.append([.settings(1)], to: .acme)
    _ = try first.importLines(from: ImportSource(madeUpLines(50), name: "made-up"), by: .operator)
    try first.append([.settings(2)], to: .acme)
    _ = try first.rebuildProjections()
    try first.append([.settings(3)], to: .acme)
    #expect(throws: (any Error).self) {
      try first.append([.settings(4)], to: .acme, expecting: .exactly(1))
    }
    try first.append([.settings(4)], to: .acme, expecting: .exactly(3))
    #expect(try first.verify().agrees)
    #expect(try first.checkProjections().agrees)
  }
}
