import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// A disk without room: each write says so and leaves the ledger as it was.
@Suite struct FullDiskTests {
  @Test("an append and an import onto a full disk are refused in a sentence, and lose nothing")
  func full() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let before = try ledger.exported()
    // SQLite answers SQLITE_FULL at this limit, as it does where the disk has no room.
    try ledger.execute("PRAGMA max_page_count = 1")
    var refused = 0
    for number in 0..<200 {
      do {
        _ = try ledger.append([.settings(number % 7 + 1)], to: Company.make("new-\(number)"))
      } catch let error as LedgerError {
        guard case .io(_, let what) = error else { throw error }
        #expect(what.english.contains("disk is full"))
        refused += 1
        break
      }
    }
    #expect(refused == 1)
    let whole = try ledger.exported()
    #expect(whole.starts(with: before))
    #expect(throws: LedgerError.self) {
      try ledger.importLines(
        from: ImportSource(madeUpLines(3000), name: "made-up"), by: .operator)
    }
    #expect(try ledger.exported() == whole)
    #expect(try ledger.verify(deep: true).agrees)
    try ledger.close()
  }
}
