import Foundation
import Integrations
import Ledger
import TestSupport
import Testing

/// What `doctor` sees and what it overlooks.
@Suite struct DoctorTests {
  private let folder: TemporaryFolder
  private let directory: String

  init() throws {
    folder = try TemporaryFolder()
    directory = folder.file("ledger")
    try Ledger.ofFixtures(directory).close()
  }

  private func finding(_ check: String) throws -> DoctorFinding {
    let ledger = try Ledger.open(directory, for: .reading, effects: .afterFixtures)
    let findings = try ledger.doctor()
    try ledger.close()
    return try #require(findings.first { $0.check == check })
  }

  @Test func freeSpace() throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: directory)
    let free = try #require(attributes[.systemFreeSize] as? NSNumber).int64Value >> 20
    let said = try finding("space").what
    let megabytes = try #require(Int64(said.drop { !$0.isNumber }.prefix { $0.isNumber }))
    #expect(abs(megabytes - free) < max(free / 10, 64), "\(said), and \(free) MB are free")
  }

  @Test func permissions() throws {
    #expect(try finding("permissions").severity == .ok)
    chmod(directory + "/ledger.sqlite", 0o644)
    #expect(try finding("permissions").severity == .warning)
  }

  @Test func leftover() throws {
    try Data().write(to: URL(filePath: directory + "/.import-999999999"))
    #expect(try finding("leftover").remedy?.contains(".import-999999999") == true)
    unlink(directory + "/.import-999999999")
    let left = directory + "/.authledger-scratch-999999999-1"
    try Data().write(to: URL(filePath: left))
    #expect(try finding("leftover").what.contains(".authledger-scratch-999999999-1"))
    // The next writer removes it, and then there is nothing to find.
    try Ledger.open(directory, for: .writing, effects: .afterFixtures).close()
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test func projection() throws {
    let ledger = try Ledger.open(directory, for: .writing, effects: .afterFixtures)
    try ledger.execute("UPDATE projection SET fingerprint = 'older' WHERE name = 'company_log'")
    try ledger.close()
    #expect(try finding("company_log").severity == .warning)
  }

  @Test("what is to be watched is counted, and five companies are named")
  func warnings() throws {
    let quiet = try finding("quiet")
    #expect(quiet.severity == .warning)
    #expect(quiet.what.contains("for 14 days of 8 integrations: "), "\(quiet.what)")
    #expect(quiet.what.hasSuffix(" +3."), "\(quiet.what)")
    #expect(try finding("endsSoon").what.contains("1 integration ends within 7 days: happy-path."))
    let empty = try Ledger.create(folder.file("empty"), effects: .afterFixtures)
    #expect(try empty.doctor().contains { $0.check == "grants" && $0.severity == .ok })
  }
}
