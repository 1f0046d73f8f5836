import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// The forgeries that `verify` once called verified, and what it once died of.
@Suite struct SeenAttackTests {
  private let victim: Victim
  private let manager = FileManager.default

  init() throws { victim = try Victim() }

  /// A ledger of the same name with an edited history, signed by a key of its own.
  private func forged() throws -> String {
    let lines = try victim.reading { String(decoding: try $0.exported(), as: UTF8.self) }
    let edited = lines.replacing("\"enabled\":false", with: "\"enabled\":true")
    #expect(edited != lines)
    let directory = victim.folder.file("forged")
    let ledger = try Ledger.signed(directory)
    _ = try ledger.importLines(
      from: ImportSource(Array(edited.utf8), name: "edited"), by: .operator)
    try ledger.publish()
    try ledger.close()
    return directory
  }

  @Test("1: the database and last-checkpoint of a forger's own ledger of the same name")
  func exchanged() throws {
    let other = try forged()
    try victim.replace("ledger.sqlite", from: other)
    try victim.replace("last-checkpoint", from: other)
    try victim.expectFound()
  }

  @Test("1: the true public key inserted among those that are stored")
  func insertedKey() async throws {
    let key = try victim.reading { try $0.keyHistory(of: $0.rootOrigin()).keys[0] }
    let other = try forged()
    try victim.replace("ledger.sqlite", from: other)
    try victim.replace("last-checkpoint", from: other)
    try await victim.edit(
      """
      INSERT INTO verifier_key (origin, vkey) VALUES ('\(Victim.origin)/root/1', '\(key)');
      UPDATE publication SET position = position
      """)
    try victim.expectFound()
    // A bare directory has no seed, and says that nothing but the file vouches for its keys.
    #expect(try !victim.reading { try $0.verify(signedBy: [key]).agrees })
  }

  @Test("2: everything that was published is deleted, and any records put in")
  func unpublished() async throws {
    let other = try forged()
    try victim.replace("ledger.sqlite", from: other)
    try await victim.edit("DELETE FROM publication; DELETE FROM anchor; DELETE FROM verifier_key")
    try manager.removeItem(atPath: victim.lastCheckpoint)
    #expect(throws: LedgerError.self) {
      try victim.with { ledger in
        try ledger.append([.settings(9)], to: .acme)
        try ledger.publish()
      }
    }
    #expect(try victim.reading { try $0.guardState().name } == "missing")
    #expect(!manager.fileExists(atPath: victim.lastCheckpoint))
  }

  @Test("3: the records of two companies within one publication exchanged")
  func exchangedRecords() async throws {
    let before = try victim.reading { try $0.exported() }
    let kept = try victim.reading { try #require(try $0.rootCheckpoint()) }
    try await victim.edit(
      """
      UPDATE record SET position = 0 WHERE position = 3;
      UPDATE record SET position = 3 WHERE position = 4;
      UPDATE record SET position = 4 WHERE position = 0;
      UPDATE record SET latest = (SELECT max(latest) FROM record WHERE position <= 4)
        WHERE position IN (3, 4)
      """)
    let after = try victim.with { ledger in
      _ = try ledger.rebuildProjections()
      return try ledger.exported()
    }
    #expect(after != before)
    #expect(try !victim.findings().isEmpty)
    // The root that somebody kept is the same one: it holds the order, and verify the records to it.
    #expect(
      try victim.reading { try $0.compare(withKept: kept) }
        == .extended(from: kept.size, to: kept.size))
  }

  @Test("4: the index by stream and sequence pointed at one that leaves records out")
  func partialIndex() async throws {
    let before = try victim.reading { try $0.records(RecordQuery(of: .acme)).count }
    // The records are changed by nothing: only where SQLite looks for them by stream.
    try await victim.narrow(
      "sqlite_autoindex_record_2", to: "stream, sequence", where: "position NOT IN (3, 5)")
    #expect(try victim.findings() != [])
    // What is read is what was verified: it is refused, and not shown with records missing.
    for read: (Ledger) throws -> Void in [
      { _ = try $0.records(RecordQuery(of: .acme)) },
      { try $0.forEachLogLine(of: .acme) { _ in true } },
      { try $0.replay(.acme) { _ in true } },
      { _ = try $0.positions(of: .acme) },
      { _ = try $0.checkpoint(of: .acme) },
      { _ = try $0.integration(of: .acme, at: .position(Position(6))) },
      { _ = try $0.overview(of: .acme, latest: 5) },
    ] {
      #expect(throws: LedgerError.self) { try victim.reading(read) }
    }
    #expect(before == 3)
  }

  @Test("4: the index by attempt pointed at one that leaves records out, or all")
  func partialAttemptIndex() async throws {
    var query = RecordQuery()
    query.attempt = AttemptID(high: 0, low: 1)
    let before = try victim.with { ledger in
      let start = AuthorizeStarted(
        attempt: AttemptID(high: 0, low: 1), accountType: .user,
        scopes: ["companyinformation", "customer"],
        expiresAt: Effects.live.now().adding(seconds: Limits.attemptSeconds))
      try ledger.append([Command(.authorizeStarted(start), by: .administrator)], to: .acme)
      let failed = Failed(attempt: start.attempt, stage: .authorize, reason: .abandoned)
      try ledger.append([Command(.failed(failed), by: .server)], to: .acme)
      return try ledger.records(query).map(\.position)
    }
    #expect(before.count == 2)
    for kept in ["position = \(before[0].number)", "position < 0"] {
      try await victim.narrow("record_by_attempt", to: "attempt", where: kept)
      #expect(try victim.findings() != [])
      #expect(
        try victim.reading { try $0.records(query).map(\.position) } == before,
        "all are shown all the same")
    }
  }

  @Test("5: a database that forged a restore, with the true beginning")
  func forgedRestore() async throws {
    let lost = try victim.reading { try Checkpoint(#require(try $0.rootCheckpoint()).text) }
    // The forger puts back an older copy and restores it with a key of his own.
    let other = victim.folder.file("other")
    try manager.copyItem(atPath: victim.directory, toPath: other)
    try manager.removeItem(atPath: other + "/keys")
    let size = try await SQLiteShell.run("SELECT max(size) FROM publication", on: victim.database)
    _ = try await SQLiteShell.run(
      """
      PRAGMA journal_mode = DELETE; DROP TRIGGER record_is_never_deleted;
      DELETE FROM record WHERE position > 4; UPDATE stream SET size = 2;
      DELETE FROM anchor WHERE leaf >= (SELECT size FROM publication WHERE position = 4);
      DELETE FROM publication WHERE size = \(size);
      INSERT INTO property (name, value) VALUES ('epoch', '2');
      """, on: other + "/ledger.sqlite")
    try victim.replace("ledger.sqlite", from: other)
    let restored = try forgedRecord(lost)
    try await victim.edit(
      "INSERT INTO stream (id, company, size) VALUES (3, 'system', 1); \(restored)")
    #expect(throws: LedgerError.self) { try victim.with { try $0.publish() } }
    try victim.expectFound()
  }

  /// The row of a record that says that a restore lost this root.
  private func forgedRecord(_ lost: Checkpoint) throws -> String {
    let root = try #require(lost.root).base64
    let bytes = Array(
      """
      {"authid":"operator:root","authtype":"user","data":{"epoch":2,"lost":{"origin":"\(lost.origin)",\
      "root":"\(root)","size":\(lost.size)}},"id":"01a20d6d-5a00-7000-8000-000000000005",\
      "recordedtime":"2026-11-24T12:00:00.000Z","sequence":"0000000000000000",\
      "source":"/companies/system","specversion":"1.0","time":"2026-11-24T12:00:00.000Z",\
      "type":"ledger.restored.v1"}
      """.utf8)
    let blob = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return """
      INSERT INTO record (position, stream, sequence, id, latest, hash, bytes)
      SELECT 5, 3, 0, x'01a20d6d5a0070008000000000000005', max(latest), x'\(TreeHash.leaf(bytes))', \
      x'\(blob)' FROM record
      """
  }
}

extension SignedNote {
  fileprivate var size: UInt64 { (try? Checkpoint(text).size) ?? 0 }
}
