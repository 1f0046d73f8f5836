import EventLog
import Evidence
import Fixtures
import Foundation
import Integrations
import TestSupport
import Testing

/// Bytes of a ledger's file that are changed one at a time: three quarters anywhere, the rest in
/// indexes.
@Suite struct RandomByteLongTests {
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

  // In two halves that run side by side, since nothing else in these suites takes as long.
  @Test(
    "each changed byte is found by plain verify, or changes nothing that is shown",
    arguments: [0, 1])
  func everyByte(half: Int) async throws {
    try await Self.onItsOwnThread { try changeBytes(half) }
  }

  private func changeBytes(_ half: Int) throws {
    let sound = try Data(contentsOf: file)
    var random = Trials.edits.random(seed: 11)
    let places = (0..<Trials.edits.count * 3 / 4).map { _ in
      Int.random(in: sound.indices, using: &random)
    }.enumerated().filter { $0.offset % 2 == half }.map(\.element)
    #expect(try found(places, sound, &random) > places.count / 8)
  }

  @Test("each changed byte of an index is found by plain verify, or changes nothing that is shown")
  func everyByteOfIndexes() async throws {
    let pages = try await SQLiteShell.run(
      "SELECT pageno FROM dbstat WHERE name LIKE 'sqlite_autoindex%' OR name LIKE '%_by_%'",
      on: file.path
    ).split(separator: "\n").compactMap { Int($0) }
    #expect(pages.count >= 5)
    try await Self.onItsOwnThread { try changeIndexBytes(pages) }
  }

  /// The threads that tests share are few, and this takes long.
  private static func onItsOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }

  private func changeIndexBytes(_ pages: [Int]) throws {
    let sound = try Data(contentsOf: file)
    var random = Trials.edits.random(seed: 12)
    let places = (0..<Trials.edits.count / 4).map { _ in
      // The last quarter of a page holds its first entries, which are there on every page.
      let page = pages[Int.random(in: pages.indices, using: &random)]
      let isInEntries = Bool.random(using: &random)
      return (page - 1) * 4096
        + Int.random(in: isInEntries ? 3072..<4096 : 0..<4096, using: &random)
    }
    #expect(try found(places, sound, &random) > places.count / 50)
  }

  private var file: URL { URL(filePath: directory + "/ledger.sqlite") }

  /// How many changes of one byte plain `verify` finds; every other one must change nothing shown.
  private func found(_ places: [Int], _ sound: Data, _ random: inout SplitMix) throws -> Int {
    let shown = try #require(try everythingShown())
    var found = 0
    for offset in places {
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
    print("of \(places.count) changed bytes \(found) were found, the others changed nothing shown")
    return found
  }

  /// What the commands print of the whole ledger; nil where plain `verify` finds something.
  private func everythingShown() throws -> String? {
    do {
      let ledger = try Ledger.open(directory, for: .reading)
      defer { try? ledger.close() }
      let report = try ledger.verify()
      guard report.agrees else { return nil }
      // What cannot be shown any more is shown otherwise than before, and so was not found.
      return try show(ledger, report)
    } catch let error where error is LedgerError || error is EvidenceError {
      return nil
    }
  }

  private static func text(_ records: [Record]) -> String {
    records.map { "\($0.position) \($0.hash) \(String(decoding: $0.bytes, as: UTF8.self))\n" }
      .joined()
  }

  private func show(_ ledger: Ledger, _ report: VerifyReport) throws -> String {
    do {
      var shown = String(decoding: try ledger.exported(), as: UTF8.self)
      let now = AsOf.time(try #require(Timestamp("2026-11-24T00:00:00.000Z")))
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
        shown += Self.text(try ledger.records(RecordQuery(of: company)))
        for record in try ledger.records(RecordQuery(of: company)) {
          var query = RecordQuery()
          query.attempt = record.recorded?.action.attempt
          if query.attempt != nil { shown += Self.text(try ledger.records(query)) }
          query = RecordQuery()
          query.after = Position(record.position.number - 1)
          query.limit = 1
          shown += Self.text(try ledger.records(query))
        }
        shown += "\(try ledger.keyHistory(of: ledger.origin(of: company)).keys)\n"
      }
      shown += "\(try ledger.failures())\n\(String(describing: try ledger.rootCheckpoint()))"
      shown += "\(String(describing: try ledger.orderCheckpoint()))\n"
      for property in Property.allCases {
        shown += "\(String(describing: try ledger.property(property)))\n"
      }
      return shown + "\(report.anchoring)\(report.replay)"
    } catch let error where error is LedgerError || error is EvidenceError {
      return "\(error)"
    }
  }
}
