import Encoding
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog
@testable import Evidence

/// Working files that lie elsewhere than the ledger they are made of.
@Suite struct WorkingFileTests {
  private let folder: TemporaryFolder
  private let ledger: String
  private let other: String

  init() throws {
    folder = try TemporaryFolder()
    ledger = folder.file("place/ledger")
    other = folder.file("other")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Ledger.create(ledger, effects: .afterFixtures).close()
  }

  @Test(
    "a process that is told to end removes its own; of one that is killed, the ledger's next writer does",
    arguments: [SIGINT, SIGTERM, SIGKILL])
  func ended(signal: Int32) async throws {
    let process = try ChildProcess(Program.product("LedgerProbe"), [ledger, "work", other])
    let path = try await process.firstLine()
    #expect(path.hasPrefix(other + "/.authledger-package-"))
    #expect(WorkingFile.leftBehind(in: ledger).count == 1)
    // While it lives nobody takes it away.
    try Ledger.open(ledger, for: .writing, effects: .afterFixtures).close()
    #expect(WorkingFile.leftBehind(in: other).count == 1)
    process.send(signal)
    #expect(try await process.ended().isKilled)
    let isLeft = signal == SIGKILL
    #expect(WorkingFile.leftBehind(in: other).isEmpty != isLeft)
    #expect(WorkingFile.leftBehind(in: ledger).isEmpty != isLeft)
    try Ledger.open(ledger, for: .writing, effects: .afterFixtures).close()
    #expect(WorkingFile.leftBehind(in: other).isEmpty && WorkingFile.leftBehind(in: ledger).isEmpty)
  }

  @Test("a seed or a checkpoint that was never finished goes with the next writer")
  func unfinished() throws {
    try FileManager.default.createDirectory(
      atPath: ledger + "/keys", withIntermediateDirectories: true)
    let left = ["/.authledger-file-1-1", "/keys/.authledger-file-1-2"].map { ledger + $0 }
    for path in left { try Data("half".utf8).write(to: URL(filePath: path)) }
    try Ledger.open(ledger, for: .writing, effects: .afterFixtures).close()
    for path in left { #expect(!FileManager.default.fileExists(atPath: path)) }
    let file = URL(filePath: ledger + "/whole")
    try DurableFile.replace(file, with: Array("one".utf8))
    try DurableFile.make(file, with: Array("two".utf8))
    try DurableFile.replace(file, with: Array("three".utf8))
    #expect(try DurableFile.read(file, isPrivate: true) == Array("three".utf8))
    #expect(WorkingFile.leftBehind(in: ledger).isEmpty)
  }

  @Test("a package is a working file until it is whole, and a refused one leaves nothing")
  func package() throws {
    let ledger = try Ledger.open(ledger, for: .writing, effects: .afterFixtures)
    let lines = (0..<8200).flatMap { number in
      ActionLine.encode(
        Command.settings(number).action, company: .acme, provider: .fortnox, actor: .administrator,
        time: Effects.afterFixtures.now())
    }
    _ = try ledger.importLines(from: ImportSource(lines, name: "many"), by: .operator)
    try ledger.publish()
    struct Stop: Error {}
    var seen: [Int] = []
    let directory = ledger.directory
    func look() {
      seen = [other, directory].map { WorkingFile.leftBehind(in: $0).count }
    }
    _ = try ledger.export(.acme, to: other + "/target", progress: { _, _ in look() }) { _ in "" }
    #expect(seen == [1, 1])
    look()
    #expect(seen == [0, 0])
    #expect(
      try EvidencePackage(other + "/target").check(
        by: ledger.keyHistory(of: ledger.origin(of: .acme)).keys
      ).company == .acme)
    try ledger.backup(to: other + "/copy")
    try FileManager.default.createDirectory(
      atPath: other + "/there", withIntermediateDirectories: true)
    try ledger.backup(to: other + "/there")
    look()
    #expect(seen == [0, 0])
    for copy in ["/copy", "/there"] {
      #expect(try Ledger.open(other + copy, for: .reading).verify().agrees)
    }
  }
}
