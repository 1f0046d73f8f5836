import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@Suite struct DamageTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
  }

  @Test("a damaged byte in any record is found, and the record is named")
  func damagedByte() throws {
    let records = try ledger.records(RecordQuery())
    var random = SplitMix(seed: 31)
    for _ in 0..<40 {
      let record = records[Int.random(in: records.indices, using: &random)]
      var bytes = record.bytes
      let bit = Int.random(in: 0..<8, using: &random)
      bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8(bit)
      try store(bytes, at: record.position)
      let report = try ledger.verify()
      #expect(
        report.findings.contains { $0.kind == .changedRecord && $0.position == record.position })
      #expect(throws: LedgerError.self) { try ledger.checkProjections() }
      try store(record.bytes, at: record.position)
    }
    #expect(try ledger.verify().agrees)
  }

  private func store(_ bytes: [UInt8], at position: Position) throws {
    let blob = bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xf, radix: 16) }.joined()
    try ledger.tamper("UPDATE record SET bytes = x'\(blob)' WHERE position = \(position.number)")
  }

  @Test(
    "what was done to the tables is told apart",
    arguments: [
      ("DELETE FROM record WHERE position = 7", VerifyFinding.Kind.missingRecord),
      ("DELETE FROM record WHERE position > 100", .wrongStream),
      ("UPDATE record SET position = 100000 WHERE position = 9", .missingRecord),
      ("UPDATE record SET sequence = 900 WHERE position = 9", .renumberedRecord),
      (
        "UPDATE record SET id = x'00112233445566778899aabbccddeeff' WHERE position = 9",
        .wrongColumn
      ),
      ("UPDATE record SET attempt = NULL WHERE attempt IS NOT NULL AND position = 3", .wrongColumn),
      ("UPDATE record SET latest = 1 WHERE position = 9", .wrongColumn),
      ("UPDATE stream SET size = size + 1 WHERE id = 2", .wrongStream),
      ("UPDATE stream SET company = 'other' WHERE id = 2", .wrongStream),
      ("UPDATE record SET stream = 2, sequence = 800 WHERE position = 1", .wrongStream),
    ])
  func tables(sql: String, kind: VerifyFinding.Kind) throws {
    try ledger.tamper(sql)
    let report = try ledger.verify()
    #expect(report.findings.contains { $0.kind == kind }, "\(report.findings)")
  }

  @Test("files that are no ledger of ours are refused in one sentence, and left as they were")
  func foreignFiles() throws {
    let cases: [(String, Data, String)] = [
      ("empty", Data(), "not a ledger"), ("text", Data("hello, world".utf8), "not a ledger"),
      ("zeros", Data(count: 8192), "not a ledger"),
    ]
    for (name, data, what) in cases {
      let directory = folder.file(name)
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      let file = directory + "/ledger.sqlite"
      try data.write(to: URL(filePath: file))
      for purpose in [Ledger.Purpose.reading, .writing] {
        let error = #expect(throws: LedgerError.self) { try Ledger.open(directory, for: purpose) }
        #expect("\(try #require(error))".contains(what), "\(name): \(String(describing: error))")
      }
      #expect(try Data(contentsOf: URL(filePath: file)) == data)
    }
    #expect(throws: LedgerError.self) { try Ledger.open(folder.file("nowhere"), for: .reading) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
  }

  @Test("a newer layout is refused, a truncated file is damaged")
  func newerAndTruncated() throws {
    try ledger.tamper("PRAGMA user_version = 99")
    let newer = #expect(throws: LedgerError.self) {
      try Ledger.open(ledger.directory, for: .writing)
    }
    #expect("\(try #require(newer))".contains("use a newer authledger"))
    try ledger.tamper("PRAGMA user_version = 3")
    try ledger.close()
    let file = URL(filePath: folder.file("ledger/ledger.sqlite"))
    #expect(!FileManager.default.fileExists(atPath: file.path + "-wal"), "closing empties the WAL")
    let whole = try Data(contentsOf: file)
    try whole.prefix(whole.count / 2).write(to: file)
    let truncated = #expect(throws: LedgerError.self) {
      let opened = try Ledger.open(folder.file("ledger"), for: .reading)
      _ = try opened.verify(deep: true)
      _ = try opened.exported()
    }
    #expect("\(try #require(truncated))".contains("damaged"), "\(String(describing: truncated))")
  }

  @Test("a read-only directory can be read, and appending to it says why not")
  func readOnly() throws {
    try ledger.close()
    let directory = folder.file("ledger")
    let copy = folder.file("copy")
    let opened = try Ledger.open(directory, for: .writing, effects: .afterFixtures)
    try opened.backup(to: copy)
    #expect(throws: LedgerError.self) { try opened.backup(to: copy) }
    let backup = try Ledger.open(copy, for: .reading, effects: .afterFixtures)
    #expect(try backup.verify(deep: true).agrees)
    #expect(try backup.exported() == opened.exported())
  }

  @Test("doctor is content with a ledger that is well")
  func doctor() throws {
    // The sample histories have grants that nobody refreshes any more.
    let others = ["space", "quiet", "endsSoon", "unrevoked"]
    let doubts = try ledger.doctor().filter { $0.severity != .ok && !others.contains($0.check) }
    #expect(doubts.isEmpty)
    try ledger.tamper("UPDATE projection SET fingerprint = 'x'")
    #expect(try ledger.doctor().filter { $0.severity == .warning }.count >= 2)
  }
}
