import EventLog
import Foundation
import Integrations
import TestSupport
import Testing

@testable import Evidence

@Suite struct PublicationLineTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.signed(folder.file("ledger"), effects: .afterFixtures)
  }

  private func read(
    after cursor: LeafCursor = .start, limit: Int = 1000
  ) throws -> (lines: [String], page: PublicationPage) {
    var lines: [String] = []
    let page = try ledger.forEachPublicationLine(after: cursor, limit: limit) {
      lines.append(String(decoding: $0, as: UTF8.self))
    }
    return (lines, page)
  }

  /// Publishes twice: two companies, then one of them.
  private func publishTwice() throws {
    try ledger.append([.settings(1)], to: .acme)
    try ledger.append([.settings(1)], to: .beta)
    try ledger.publish()
    try ledger.append([.settings(2)], to: .beta)
    try ledger.publish()
  }

  @Test("every leaf is a line, and its root comes after the last one")
  func form() throws {
    try publishTwice()
    let (lines, page) = try read()
    #expect(lines.count == 7)
    #expect(lines.allSatisfy { $0.hasSuffix("}\n") })
    let leaf = /\{"epoch":1,"hash":"[0-9a-f]{64}","leaf":0,"size":1,"stream":1\}\n/
    #expect(try leaf.wholeMatch(in: lines[0]) != nil, "\(lines[0])")
    #expect(lines[2].hasSuffix(#","leaf":2,"size":2,"stream":0}"# + "\n"), "the order is last")
    let root = #"{"epoch":1,"note":"ledger.example.com/root/1\n3\n"#
    #expect(lines[3].hasPrefix(root), "\(lines[3])")
    #expect(lines[3].hasSuffix(#"","position":2,"size":3}"# + "\n"), "\(lines[3])")
    #expect(page.next == LeafCursor(epoch: 1, leaves: 5))
    #expect(page.head == page.next)
    #expect(try ledger.lastCursors().publications == page.head)
  }

  @Test("pages of any size make the same lines, and none ends before a root")
  func pages() throws {
    try publishTwice()
    let whole = try read().lines
    for limit in 1...6 {
      var cursor = LeafCursor.start
      var lines: [String] = []
      while true {
        let (some, page) = try read(after: cursor, limit: limit)
        guard page.next != cursor else { break }
        let leaves = some.count { $0.contains(#""hash""#) }
        #expect(leaves <= limit)
        lines += some
        cursor = page.next
      }
      #expect(lines == whole, "limit \(limit)")
    }
    #expect(try read(limit: 3).lines.last == whole[3])
  }

  @Test("the lines of a new epoch come after those of the one before")
  func epochs() throws {
    try publishTwice()
    let backup = folder.file("backup")
    try ledger.backup(to: backup)
    try ledger.close()
    for name in ["signing-seed", "signed"] {
      try FileManager.default.createDirectory(
        atPath: backup + "/keys", withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: folder.file("ledger/keys/\(name)"), toPath: backup + "/keys/\(name)")
    }
    _ = try Ledger.restore(backup, by: .operator)
    let restored = try Ledger.open(backup, for: .reading)
    var epochs: [Bool] = []
    let page = try restored.forEachPublicationLine(after: .start, limit: 1000) {
      epochs.append(String(decoding: $0, as: UTF8.self).hasPrefix(#"{"epoch":2"#))
    }
    #expect(page.next.epoch == 2)
    #expect(epochs.firstIndex(of: true) == 7 && epochs[7...].allSatisfy { $0 })
    let later = try restored.forEachPublicationLine(
      after: LeafCursor(epoch: 1, leaves: 5), limit: 1000
    ) { _ in }
    #expect(later.next == page.next)
    try restored.close()
  }

  @Test(
    "a cursor that lies after the end is told, and nothing is read",
    arguments: [LeafCursor(epoch: 1, leaves: 6), LeafCursor(epoch: 2, leaves: 0)])
  func ahead(cursor: LeafCursor) throws {
    try publishTwice()
    let (lines, page) = try read(after: cursor)
    #expect(page.isAhead)
    #expect(lines.isEmpty)
    #expect(page.head == LeafCursor(epoch: 1, leaves: 5))
  }

  @Test("a ledger without publications has no lines")
  func empty() throws {
    try ledger.append([.settings(1)], to: .acme)
    let (lines, page) = try read()
    #expect(lines.isEmpty)
    #expect(page == PublicationPage(next: .start, head: .start, isAhead: false))
  }

  @Test("a missing leaf ends the reading")
  func missing() throws {
    try publishTwice()
    try ledger.tamper("DELETE FROM anchor WHERE leaf = 1")
    #expect(throws: LedgerError.self) { try read() }
  }

  @Test("a line is read back as it was written, and in no other spelling")
  func spelling() throws {
    try publishTwice()
    for line in try read().lines {
      let bytes = Array(line.utf8.dropLast())
      let read = bytes.withUnsafeBytes { PublicationLine(reading: $0) }
      #expect(read?.encoded == Array(line.utf8))
      let spaced = Array(line.replacing(":", with: ": ").utf8.dropLast())
      #expect(spaced.withUnsafeBytes { PublicationLine(reading: $0) } == nil)
    }
  }

  @Test(
    "a cursor is written in one way, and 0 is the beginning",
    arguments: [
      ("0", LeafCursor.start), ("1-0", .start), ("2-17", LeafCursor(epoch: 2, leaves: 17)),
      ("01-0", nil), ("1-", nil), ("0-1", nil), ("1-+2", nil), ("", nil), ("1-2-3", nil),
    ] as [(String, LeafCursor?)])
  func cursors(text: String, expected: LeafCursor?) {
    #expect(LeafCursor(text) == expected)
  }
}
