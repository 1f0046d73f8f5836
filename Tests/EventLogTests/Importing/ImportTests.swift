import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations
import TestSupport
import Testing

@Suite struct ImportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every fixture goes through the rules, and the ledger agrees with itself")
  func fixtures() throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let report = try ledger.verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.records > 250)
  }

  @Test("export and import into an empty ledger give the same bytes and digests")
  func roundTrip() throws {
    let first = try Ledger.ofFixtures(folder.file("first"))
    let exported = try first.exported()
    let source = ImportSource(exported, name: "export.jsonl")

    let second = try Ledger.create(folder.file("second"), effects: .afterFixtures)
    let report = try second.importLines(from: source, by: .operator)
    #expect(report.records == report.lines)
    #expect(report.added == 0)
    #expect(try second.exported() == exported)

    _ = try Ledger.create(
      folder.file("third"), effects: .afterFixtures, importing: source, by: .operator)
    let third = try Ledger.open(folder.file("third"), for: .writing, effects: .afterFixtures)
    #expect(try third.exported() == exported)

    let digests = try [first, second, third].map { try $0.checkProjections() }
    #expect(Set(digests).count == 1)
    #expect(try third.verify(deep: true).agrees)
  }

  @Test("importing the same again changes nothing")
  func again() throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let exported = try ledger.exported()
    let report = try ledger.importLines(
      from: ImportSource(exported, name: "again"), by: .operator)
    #expect(report.records == 0)
    #expect(report.repeats == report.lines)
    #expect(try ledger.exported() == exported)
  }

  @Test("made-up actions: a record each, in a ledger in use and in a new one, alike")
  func madeUp() throws {
    let lines = madeUpLines(3000)
    let source = ImportSource(lines, name: "made-up")
    let used = try Ledger.create(folder.file("used"), effects: .afterFixtures)
    let half = lines[..<(lines[1_000_00...].firstIndex(of: 0x0a) ?? 0)]
    _ = try used.importLines(from: ImportSource(Array(half), name: "half"), by: .operator)
    let rest = Array(lines[half.endIndex...])
    _ = try used.importLines(from: ImportSource(rest, name: "rest"), by: .operator)
    let report = try Ledger.create(
      folder.file("new"), effects: .afterFixtures, importing: source, by: .operator)
    #expect(report.records == 3000)
    let new = try Ledger.open(folder.file("new"), for: .reading, effects: .afterFixtures)
    for ledger in [used, new] {
      let verified = try ledger.verify(deep: true)
      #expect(verified.agrees, "\(verified.findings)")
      #expect(verified.records == 3000)
    }
    #expect(try used.checkProjections() == new.checkProjections())
  }

  @Test("a stream that moves while an import is validated is decided anew")
  func movedStream() throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    try ledger.append([.settings(1)], to: .acme)
    let effects = TestEffects("2026-11-24T00:00:00.000Z", seed: 2).effects
    let other = try Ledger.open(folder.file("ledger"), for: .writing, effects: effects)
    var lines: [UInt8] = []
    for (company, number) in [("acme", 1), ("beta", 3), ("acme", 4)] {
      let command = Command.settings(number)
      lines += ActionLine.encode(
        command.action, company: .make(company), provider: .fortnox, actor: .administrator,
        time: Effects.afterFixtures.now())
    }
    var hasMoved = false
    // Progress is told every 8,192 lines, and blank ones count: so it is told once, at the last.
    let end = try #require(lines.dropLast().lastIndex(of: 0x0a))
    let padding = [UInt8](repeating: 0x0a, count: 8189)
    let report = try ledger.importLines(
      from: ImportSource(Array(lines[...end]) + padding + lines[(end + 1)...], name: "moved"),
      by: .operator
    ) { _, _ in
      guard !hasMoved else { return }
      hasMoved = true
      _ = try? other.append([.settings(2)], to: .acme)
    }
    #expect(hasMoved && report.lines == 3)
    #expect(try ledger.verify(deep: true).agrees)
    let records = try ledger.records(RecordQuery())
    #expect(records.map(\.content.stream.id).sorted().contains("beta"))
  }

  @Test("a new ledger is never made over another, and a failed one leaves nothing")
  func creating() throws {
    let directory = folder.file("ledger")
    #expect(throws: LedgerError.self) {
      try Ledger.create(
        directory, importing: ImportSource(Array("{".utf8), name: "bad"), by: .operator)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    _ = try Ledger.create(directory)
    #expect(throws: LedgerError.self) {
      try Ledger.create(directory, importing: ImportSource([], name: "none"), by: .operator)
    }
  }
}
