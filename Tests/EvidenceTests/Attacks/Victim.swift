import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// A ledger whose files somebody edits who has no key: with `sqlite3`, and with a ledger of his own.
struct Victim {
  static let origin = Ledger.exampleOrigin

  let folder: TemporaryFolder
  var directory: String { folder.file("ledger") }
  var database: String { directory + "/ledger.sqlite" }
  var lastCheckpoint: String { directory + "/last-checkpoint" }
  private let triggers: [String]

  /// Two companies with settings, published after every round.
  init(rounds: Int = 3) throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger.signed(folder.file("ledger"))
    for round in 1...rounds { try ledger.publishRound(round) }
    triggers = try ledger.texts("SELECT sql FROM sqlite_schema WHERE name LIKE 'record_is_never_%'")
    try ledger.close()
  }

  func with<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    let ledger = try Ledger.open(directory, for: .writing)
    defer { try? ledger.close() }
    return try body(ledger)
  }

  func reading<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    try body(Ledger.open(directory, for: .reading))
  }

  /// Edits the database, with the triggers out of the way and put back.
  func edit(_ sql: String) async throws {
    let drops = ["updated", "deleted"].map { "DROP TRIGGER IF EXISTS record_is_never_\($0);" }
    _ = try await SQLiteShell.run(
      "PRAGMA journal_mode = DELETE; \(drops.joined()) \(sql); \(triggers.joined(separator: ";"))",
      on: database)
  }

  /// Edits the schema so that an index leads to one that holds some of the rows only.
  func narrow(_ index: String, to columns: String, where condition: String) async throws {
    try await edit(
      """
      CREATE INDEX other ON record (\(columns)) WHERE \(condition);
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'other')
        WHERE name = '\(index)';
      DELETE FROM sqlite_schema WHERE name = 'other';
      PRAGMA writable_schema = OFF
      """)
  }

  /// What plain `verify` finds; an error that names damage counts.
  func findings() throws -> [VerifyFinding.Kind] {
    do {
      return try reading { try $0.verify().findings.map(\.kind) }
    } catch let error where error is LedgerError || error is EvidenceError {
      print("verify refused: \(error)")
      return [.damagedFile]
    }
  }

  /// Expects that plain `verify` finds something, and that nothing is signed over it.
  func expectFound(signs: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try !findings().isEmpty, sourceLocation: sourceLocation)
    guard !signs else { return }
    let before = try? String(contentsOfFile: lastCheckpoint, encoding: .utf8)
    #expect(throws: LedgerError.self, sourceLocation: sourceLocation) {
      try with { ledger in
        try ledger.append([.settings(9)], to: .acme)
        try ledger.publish()
      }
    }
    let after = try? String(contentsOfFile: lastCheckpoint, encoding: .utf8)
    #expect(before == after, sourceLocation: sourceLocation)
  }

  /// Puts another ledger's file in the place of this one's.
  func replace(_ name: String, from other: String) throws {
    for end in ["", "-wal", "-shm"] where name == "ledger.sqlite" || end.isEmpty {
      try? FileManager.default.removeItem(atPath: "\(directory)/\(name)\(end)")
    }
    try FileManager.default.copyItem(
      atPath: "\(other)/\(name)", toPath: "\(directory)/\(name)")
  }
}
