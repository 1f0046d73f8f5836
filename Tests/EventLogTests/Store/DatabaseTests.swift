import Evidence
import Foundation
import Integrations
import Schema
import TestSupport
import Testing

@testable import EventLog

@Suite struct DatabaseTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(folder.file("ledger"))
    try ledger.append([.settings(1)], to: .acme)
  }

  @Test("every commit is synced: synchronous is FULL on the writing connection")
  func synchronous() throws {
    #expect(try ledger.pragma("synchronous") == 2)
    #expect(try ledger.pragma("recursive_triggers") == 1)
  }

  @Test(
    "records cannot be changed or deleted by accident",
    arguments: [
      "UPDATE record SET bytes = x'00'", "DELETE FROM record",
      "INSERT OR REPLACE INTO record SELECT * FROM record",
      "REPLACE INTO record SELECT * FROM record",
    ])
  func triggers(sql: String) throws {
    #expect(throws: (any Error).self) { try ledger.execute(sql) }
    #expect(try ledger.verify().agrees)
  }

  @Test("the files are their owner's alone")
  func permissions() throws {
    for name in ["ledger.sqlite", "lock"] {
      let path = ledger.directory + "/" + name
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == 0o600, "\(name)")
    }
  }

  @Test("the migrations are the files in the folder, in order")
  func migrations() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Schema/migrations")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(Migration.all.map { $0.name + ".sql" } == files)
    for migration in Migration.all {
      let file = try String(
        contentsOf: folder.appending(path: migration.name + ".sql"), encoding: .utf8)
      #expect(migration.sql == file)
    }
  }

  @Test(
    "reads go by an index",
    arguments: [
      ("SELECT bytes FROM record WHERE stream = 1 AND position <= 9 ORDER BY sequence", "stream=?"),
      ("SELECT bytes FROM record WHERE attempt = x'00' ORDER BY position", "record_by_attempt"),
      ("SELECT bytes FROM record WHERE position > 1 ORDER BY position", "rowid>?"),
      (
        "SELECT bytes FROM attempt_start JOIN record USING (position) WHERE actor = x'00' "
          + "AND position < 9 ORDER BY position DESC", "actor=? AND position<?"
      ),
      ("SELECT position FROM record WHERE id = x'00'", "id=?"),
      ("SELECT state FROM integration_status WHERE stream = 1", "PRIMARY KEY"),
      ("SELECT id FROM stream WHERE company = 'acme'", "company=?"),
    ])
  func plans(sql: String, index: String) throws {
    let plan = try ledger.plan(sql)
    #expect(plan.contains("SEARCH") && plan.contains(index), "\(plan)")
    #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
  }
}
