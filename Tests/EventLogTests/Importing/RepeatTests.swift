import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog
@testable import Evidence

/// What is sent twice is recorded once: the first receipt again, or nothing to record.
@Suite struct RepeatTests {
  private let folder: TemporaryFolder
  private let time: TestEffects

  init() throws {
    folder = try TemporaryFolder()
    time = TestEffects("2026-11-23T09:00:00.000Z")
  }

  private func ledger(_ name: String = "ledger") throws -> Ledger {
    try Ledger.create(folder.file(name), effects: time.effects)
  }

  @Test(
    "the same file imported twice at once: the second finds every line there",
    arguments: [false, true])
  func twiceAtOnce(areRecords: Bool) throws {
    let source = try ledger("source")
    let ids = (0..<4).map { RecordID(at: time.effects.now(), random: (1, UInt64($0))) }
    try source.append([.settings(1, id: ids[0]), .settings(2, id: ids[1])], to: .acme)
    try source.append([.settings(3, id: ids[2]), .settings(4, id: ids[3])], to: .beta)
    var lines = try source.exported()
    if !areRecords {
      lines = try source.records(RecordQuery()).flatMap { record -> [UInt8] in
        guard case .action(let action, let provider) = record.content.what else { return [] }
        return ActionLine.encode(
          action, company: record.content.stream, provider: provider, actor: .administrator,
          time: record.content.time, id: record.content.id)
      }
    }
    // Progress is told every 8,192 lines, of blank ones too: the next action is the 8,192nd.
    let end = try #require(lines.dropLast().lastIndex(of: 0x0a))
    let spaced =
      lines[...end] + [UInt8](repeating: 0x0a, count: 8192 - 4) + lines[(end + 1)...]
    let ledger = try ledger()
    let other = try Ledger.open(folder.file("ledger"), for: .writing, effects: time.effects)
    var first: ImportReport?
    let second = try ledger.importLines(
      from: ImportSource(Array(spaced), name: "twice"), by: .operator
    ) { _, _ in
      guard first == nil else { return }
      first = try? other.importLines(
        from: ImportSource(lines, name: "twice"), by: .operator)
    }
    #expect(first?.records == 4)
    #expect(second.lines == 4 && second.repeats == 4 && second.records == 0, "\(second)")
    #expect(try ledger.records(RecordQuery()).count == 4)
    #expect(try ledger.verify(deep: true).agrees)
  }

  @Test("an id that another process took for something else meanwhile is told by the line")
  func takenMeanwhile() throws {
    let ledger = try ledger()
    let other = try Ledger.open(folder.file("ledger"), for: .writing, effects: time.effects)
    let id = RecordID(at: time.effects.now(), random: (1, 1))
    let line = ActionLine.encode(
      Command.settings(1).action, company: .acme, provider: .fortnox, actor: .administrator,
      time: time.effects.now(), id: id)
    var hasWritten = false
    let error = #expect(throws: LedgerError.self) {
      try ledger.importLines(
        from: ImportSource([UInt8](repeating: 0x0a, count: 8191) + line, name: "given"),
        by: .operator
      ) { _, _ in
        if !hasWritten { _ = try? other.append([.settings(2, id: id)], to: .beta) }
        hasWritten = true
      }
    }
    #expect(hasWritten)
    #expect("\(try #require(error))".hasPrefix("given:8192: "))
  }

  @Test("an attempt that is given up twice with one id has one receipt")
  func abandoned() throws {
    let ledger = try ledger()
    let attempt = AttemptID(at: time.effects.now(), random: (1, 2))
    let started = AuthorizeStarted(
      attempt: attempt, accountType: .user, scopes: ["customer"],
      expiresAt: time.effects.now().adding(seconds: 2700))
    try ledger.append(
      [Command(.authorizeStarted(started), by: .administrator)], to: .acme)
    time.advance(seconds: 3600)
    let id = RecordID(at: time.effects.now(), random: (1, 3))
    let failed = Failed(attempt: attempt, stage: .authorize, reason: .abandoned)
    func abandon() throws -> Appended? {
      try ledger.append(
        [Command(.failed(failed), by: .server, at: time.effects.now(), id: id)], to: .acme
      ).first
    }
    let first = try abandon()
    time.advance(seconds: 60)
    let second = try abandon()
    #expect(first?.receipt != nil && second?.receipt == first?.receipt)
    #expect(second?.isRepeat == true)
    // Before the attempt's end it would have been another thing to say.
    #expect(throws: LedgerError.self) {
      try ledger.append(
        [
          Command(
            .failed(failed), by: .server, at: started.expiresAt.adding(seconds: -60), id: id)
        ], to: .acme)
    }
  }

  @Test("a command with an id that changed nothing changes nothing again")
  func unchanged() throws {
    let ledger = try ledger()
    try ledger.append([.settings(1)], to: .acme)
    let id = RecordID(at: time.effects.now(), random: (1, 3))
    for _ in 0..<2 {
      let answer = try ledger.append([.settings(1, id: id)], to: .acme)
      #expect(answer.map(\.receipt) == [nil])
    }
  }

  @Test("one id twice in one append is one record, or refused where it says two things")
  func within() throws {
    let ledger = try ledger()
    let id = RecordID(at: time.effects.now(), random: (1, 3))
    let both = try ledger.append([.settings(1, id: id), .settings(1, id: id)], to: .acme)
    #expect(both.count == 2 && both[0].receipt != nil && both[0].receipt == both[1].receipt)
    #expect(both[1].isRepeat)
    let other = RecordID(at: time.effects.now(), random: (1, 4))
    let error = #expect(throws: LedgerError.self) {
      try ledger.append([.settings(2, id: other), .settings(3, id: other)], to: .acme)
    }
    guard case .idTaken? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try ledger.records(RecordQuery()).count == 1)
  }
}
