import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog

/// How far a reader has come, and whether what it read is still how the log begins.
@Suite struct FeedCursorTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.file("ledger") }

  init() throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger.signed(directory)
    try ledger.publishRound(1)
    try ledger.close()
  }

  private func with<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    let ledger = try Ledger.open(directory, for: .writing)
    defer { try? ledger.close() }
    return try body(ledger)
  }

  private func standing(_ text: String) throws -> CursorStanding {
    let cursor = try #require(FeedCursor(text))
    return try with { try $0.standing(of: cursor) }
  }

  private func cursor(_ text: String) throws -> FeedCursor { try #require(FeedCursor(text)) }

  /// Puts the database back to what it was before some rounds, and goes on in a new epoch.
  private func lose(rounds: ClosedRange<Int>) throws {
    let copy = folder.file("copy-\(rounds.lowerBound)")
    try with { try $0.backup(to: copy) }
    for round in rounds { try with { try $0.publishRound(round) } }
    try FileManager.default.removeItem(atPath: directory + "/ledger.sqlite")
    try FileManager.default.copyItem(
      atPath: copy + "/ledger.sqlite", toPath: directory + "/ledger.sqlite")
    _ = try Ledger.restore(directory, by: .operator)
  }

  @Test("a cursor is an epoch and a position, each in its shortest form")
  func form() throws {
    #expect(try cursor("12-345") == FeedCursor(epoch: 12, position: Position(345)))
    #expect(try cursor("1-0").description == "1-0")
    for text in [
      "", "1", "-", "1-", "-1", "0-1", "1--1", "01-1", "1-01", "+1-1", "1-1-1", "1-x", "1 -1",
      "1-99999999999999999999", "１-1",
    ] {
      #expect(FeedCursor(text) == nil, "\(text)")
    }
  }

  @Test("a cursor up to the log's end holds, and one after it is ahead")
  func ends() throws {
    #expect(try with { try $0.lastCursor() } == (try cursor("1-2")))
    #expect(try standing("1-0") == .holds)
    #expect(try standing("1-2") == .holds)
    #expect(try standing("1-3") == .ahead(last: cursor("1-2")))
    #expect(try standing("2-1") == .foreign(last: cursor("1-2")))
  }

  @Test("after a restore, what was read is there up to the copy's end, and no further")
  func restored() throws {
    try lose(rounds: 2...3)
    #expect(try standing("2-3") == .holds)
    #expect(try standing("1-6") == .restored(common: cursor("2-2")))
    #expect(try standing("1-2") == .restored(common: cursor("2-2")))
    #expect(try standing("1-1") == .restored(common: cursor("2-1")))
    #expect(try standing("1-0") == .restored(common: cursor("2-0")))
  }

  @Test("of several restores, the one that goes back furthest counts")
  func restoredTwice() throws {
    try lose(rounds: 2...3)
    try with { try $0.publishRound(4) }
    try lose(rounds: 5...6)
    // #3 and #6 are the restores.
    #expect(try with { try $0.lastCursor() } == (try cursor("3-6")))
    #expect(try standing("1-6") == .restored(common: cursor("3-2")))
    #expect(try standing("2-9") == .restored(common: cursor("3-5")))
    #expect(try standing("2-4") == .restored(common: cursor("3-4")))
  }

  @Test("the hash of a record is that of its position")
  func hash() throws {
    let records = try with { try $0.records(RecordQuery()) }
    for record in records {
      #expect(
        try with { try $0.recordHash(at: record.position) } == record.hash.withBytes { Array($0) })
    }
    #expect(try with { try $0.recordHash(at: Position(3)) } == nil)
  }
}
