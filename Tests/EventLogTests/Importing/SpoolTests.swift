import EventLog
import Evidence
import Foundation
import Integrations
import Synchronization
import TestSupport
import Testing

/// What can be read only once is copied first.
@Suite struct SpoolTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func line(_ number: Int, _ company: String) -> [UInt8] {
    ActionLine.encode(
      Command.settings(number).action, company: .make(company), provider: .fortnox,
      actor: .administrator, time: Effects.afterFixtures.now())
  }

  private func fifo(_ bytes: [UInt8]) throws -> String {
    let path = folder.file("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      // Opening waits for the reader.
      let handle = FileHandle(forWritingAtPath: path)
      try? handle?.write(contentsOf: Data(bytes))
      try? handle?.close()
    }
    return path
  }

  @Test("no line of a pipe is lost where another process writes meanwhile")
  func moved() throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    try ledger.append([.settings(1)], to: .acme)
    let effects = TestEffects("2026-11-24T00:00:00.000Z", seed: 2).effects
    let other = try Ledger.open(folder.file("ledger"), for: .writing, effects: effects)
    let lines = line(2, "acme") + line(3, "beta") + line(4, "acme")
    let path = try fifo(lines + [UInt8](repeating: 0x0a, count: 8188) + line(5, "beta"))
    let source = try ImportSource.opening(path, spooledIn: ledger.directory)
    var hasMoved = false
    let report = try ledger.importLines(from: source, by: .operator) { _, _ in
      if !hasMoved { _ = try? other.append([.settings(7)], to: .acme) }
      hasMoved = true
    }
    source.discard()
    #expect(hasMoved && report.lines == 4 && report.records == 4, "\(report)")
    #expect(try ledger.records(RecordQuery()).count == 6)
    let files = try FileManager.default.contentsOfDirectory(atPath: ledger.directory)
    #expect(!files.contains { $0.hasPrefix(".authledger-") })
  }

  @Test("a pipe that nobody writes to is waited for, and that is said")
  func waiting() throws {
    let path = folder.file("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let line = line(1, "acme")
    let said = Mutex<[String]>([])
    let source = try ImportSource.opening(path, spooledIn: folder.path) { name in
      said.withLock { $0.append(name) }
      Thread.detachNewThread {
        let handle = FileHandle(forWritingAtPath: path)
        try? handle?.write(contentsOf: Data(line))
        try? handle?.close()
      }
    }
    defer { source.discard() }
    #expect(said.withLock { $0 } == [path])
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    #expect(try ledger.importLines(from: source, by: .operator).records == 1)
  }

  @Test(
    "a device without end, a directory and what is not there are refused at once",
    arguments: [
      ("/dev/zero", "binary"), ("/tmp", "directory"), ("/nonexistent", "no such file"),
    ])
  func refused(path: String, says: String) throws {
    let error = #expect(throws: LedgerError.self) {
      try ImportSource.opening(path, spooledIn: folder.path)
    }
    #expect("\(try #require(error))".contains(says))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("a pipe that was not copied first is refused rather than read in part")
  func unspooled() throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let path = folder.file("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: LedgerError.self) {
      try ledger.importLines(from: ImportSource(file: path), by: .operator)
    }
  }
}
