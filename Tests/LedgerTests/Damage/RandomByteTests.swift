import Fixtures
import Foundation
import Integrations
import Ledger
import TestSupport
import Testing

@Suite struct RandomByteTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.file("ledger") }

  init() throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger.create(directory, effects: .live)
    for fixture in Fixture.all.prefix(4) {
      _ = try ledger.importLines(
        from: ImportSource(Array(fixture.text.utf8), name: fixture.name), by: .operator)
      _ = try ledger.publish()
    }
    _ = try ledger.commitState(by: .operator)
    _ = try ledger.publish()
    try ledger.close()
  }

  @Test("each of 1,000 changed bytes is found by verify --deep, or changes nothing that is shown")
  func everyByte() throws {
    let file = URL(filePath: directory + "/ledger.sqlite")
    let sound = try Data(contentsOf: file)
    let shown = try #require(try everythingShown())
    var random = SplitMix(seed: 11)
    var found = 0
    for _ in 0..<1000 {
      let offset = Int.random(in: sound.indices, using: &random)
      var changed = sound
      changed[offset] ^= UInt8.random(in: 1...255, using: &random)
      try changed.write(to: file)
      if let after = try everythingShown() {
        let first = zip(after.split(separator: "\n"), shown.split(separator: "\n"))
          .first { $0 != $1 }
        #expect(
          first == nil && after.count == shown.count,
          "byte \(offset), page \(offset / 4096 + 1), changed \(String(describing: first))")
      } else {
        found += 1
      }
    }
    try sound.write(to: file)
    #expect(try everythingShown() == shown)
    print("of 1,000 changed bytes \(found) were found, and the others changed nothing shown")
    #expect(found > 200)
  }

  /// What the commands print of the whole ledger; nil where `verify --deep` finds something.
  private func everythingShown() throws -> String? {
    do {
      let ledger = try Ledger.open(directory, for: .reading)
      defer { try? ledger.close() }
      let report = try ledger.verify(deep: true)
      guard report.agrees else { return nil }
      var shown = String(decoding: try ledger.exported(), as: UTF8.self)
      let now = Moment.time(try #require(Timestamp("2026-11-24T00:00:00.000Z")))
      var companies: [Company] = []
      try ledger.forEachIntegration(at: now) { view in
        shown += "\(view)\n"
        companies.append(view.company)
        return true
      }
      for company in companies {
        try ledger.forEachLogLine(of: company) { recorded in
          shown += "\(recorded)\n"
          return true
        }
        shown += "\(String(describing: try ledger.explanation(of: company, at: now)))\n"
        shown += "\(String(describing: try ledger.checkpoint(of: company)))\n"
      }
      shown += "\(try ledger.failures())\n\(String(describing: try ledger.rootCheckpoint()))"
      for property in Property.allCases {
        shown += "\(String(describing: try ledger.property(property)))\n"
      }
      return shown + "\(report.anchoring)\(report.replay)"
    } catch is LedgerError {
      return nil
    }
  }
}
