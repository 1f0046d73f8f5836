import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

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

  @Test(
    "whatever others may read is named",
    arguments: [
      "ledger.sqlite", "people.sqlite", "vault.sqlite", "keys", "keys/signed", "keys/signing-seed",
      "keys/people.sqlite",
    ])
  func permissions(name: String) throws {
    try publish()
    let path = directory + "/" + name
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(filePath: path))
      chmod(path, 0o600)
    }
    #expect(try finding("permissions").severity == .ok)
    // A seed that others may read is not read at all.
    chmod(path, name == "keys" ? 0o750 : name == "keys/signing-seed" ? 0o620 : 0o644)
    let ledger = try Ledger.open(directory, for: .reading, effects: .afterFixtures)
    guard name != "keys/signing-seed" else {
      #expect(throws: LedgerError.self) { try ledger.doctor() }
      return
    }
    let found = try ledger.doctor().first { $0.check == "permissions" }
    #expect(
      found?.severity == (name.hasPrefix("keys") || name == "vault.sqlite" ? .error : .warning))
    #expect(found?.what.contains(name) == true)
  }

  @Test func workingFile() throws {
    let left = directory + "/.authledger-scratch-999999999-1"
    try Data().write(to: URL(filePath: left))
    #expect(try finding("leftover").what.contains(".authledger-scratch-999999999-1"))
    // The next writer removes it, and then there is nothing to find.
    try Ledger.open(directory, for: .writing, effects: .afterFixtures).close()
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  private func publish(_ effects: Effects = .afterFixtures) throws {
    let ledger = try Ledger.open(directory, for: .writing, effects: effects)
    try ledger.publish()
    try ledger.close()
  }

  @Test("what interrupted commands left is named, and what running ones use is not")
  func leftover() throws {
    try publish()
    let names = [".import-999999999", ".last-checkpoint-999999999", "keys/.signed-999999999"]
    for name in names { try Data().write(to: URL(filePath: "\(directory)/\(name)")) }
    try Data().write(to: URL(filePath: "\(directory)/.import-\(getpid())"))
    let ledger = try Ledger.open(directory, for: .reading, effects: .afterFixtures)
    let found = try ledger.doctor().filter { $0.check == "leftover" }
    #expect(found.count == 3)
    for name in names { #expect(found.contains { $0.remedy?.contains(name) == true }) }
  }

  @Test("the seed is told: none yet, the one that signed, another one, missing")
  func seed() throws {
    #expect(try finding("seed").what.contains("no seed yet"))
    try publish()
    #expect(try finding("seed").what.contains("the one that signed"))
    let path = directory + "/keys/signing-seed"
    let seed = try String(contentsOfFile: path, encoding: .utf8)
    try Data((String(repeating: "7", count: 64) + "\n").utf8).write(to: URL(filePath: path))
    chmod(path, 0o600)
    #expect(try finding("seed").severity == .error)
    try FileManager.default.removeItem(atPath: path)
    #expect(try finding("seed").remedy?.contains("restore --new-key") == true)
    try Data(seed.utf8).write(to: URL(filePath: path))
    chmod(path, 0o600)
    #expect(try finding("seed").severity == .ok)
  }

  @Test("records that wait to be signed for more than an hour are told")
  func waiting() throws {
    #expect(try finding("last-checkpoint").severity == .ok)
    let clock = TestEffects("2026-11-24T00:00:00.000Z")
    let ledger = try Ledger.open(directory, for: .reading, effects: clock.effects)
    #expect(try ledger.doctor().first { $0.check == "last-checkpoint" }?.severity == .ok)
    clock.advance(seconds: 7200)
    let found = try ledger.doctor().first { $0.check == "last-checkpoint" }
    #expect(found?.severity == .warning)
    #expect(
      found?.what.contains("since 2026-11-24T00:00:00.000Z") == true, "\(String(describing: found))"
    )
    try publish(clock.effects)
    #expect(try ledger.doctor().first { $0.check == "last-checkpoint" }?.severity == .ok)
  }

  @Test("a WAL that a reader keeps from being emptied is told")
  func writeAheadLog() throws {
    let ledger = try Ledger.open(directory, for: .reading, effects: .afterFixtures)
    #expect(try !ledger.doctor().contains { $0.check == "wal" })
    let wal = directory + "/ledger.sqlite-wal"
    if !FileManager.default.fileExists(atPath: wal) { try Data().write(to: URL(filePath: wal)) }
    chmod(wal, 0o600)
    // What lies behind the last commit is not read.
    let handle = try FileHandle(forWritingTo: URL(filePath: wal))
    try handle.truncate(atOffset: 80 << 20)
    try handle.close()
    #expect(try ledger.doctor().first { $0.check == "wal" }?.severity == .warning)
  }

  @Test("a projection that stopped is an error")
  func stopped() throws {
    let ledger = try Ledger.open(directory, for: .writing, effects: .afterFixtures)
    try ledger.execute("UPDATE projection SET stopped = 'here' WHERE name = 'company_log'")
    try ledger.close()
    #expect(try finding("company_log").severity == .error)
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
