import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// The table of docs/keeping.md: what opens, signs or refuses, and the way on that is printed.
@Suite struct KeptTableTests {
  /// A row of the table.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What `doctor` and `verify` call it.
    var state: String
    var appends = false
    var signs = false
    /// What the refusal says to do.
    var says = ""
    /// Whether `restore` goes on from it, and with a new key.
    var restores: Restoring = .no
    var prepare: @Sendable (Victim, TemporaryFolder) async throws -> Void
  }

  enum Restoring { case no, withSeed, withNewKey }

  private static func remove(_ name: String, _ victim: Victim) throws {
    try FileManager.default.removeItem(atPath: "\(victim.directory)/\(name)")
  }

  private static func write(_ text: String, _ name: String, _ victim: Victim) throws {
    let path = "\(victim.directory)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path))
    chmod(path, 0o600)
  }

  private static func text(_ name: String, _ victim: Victim) throws -> String {
    try String(contentsOfFile: "\(victim.directory)/\(name)", encoding: .utf8)
  }

  /// Does something, and puts a file back as it was before.
  private static func older(_ name: String, _ victim: Victim) throws {
    let before = try text(name, victim)
    try victim.with { ledger in
      try ledger.append([.settings(9)], to: .acme)
      try ledger.publish()
    }
    try write(before, name, victim)
  }

  static let rows: [Row] = [
    Row(testDescription: "everything there", state: "follows", appends: true, signs: true) { _, _ in
    },
    Row(
      testDescription: "no seed", state: "follows", appends: true, says: "restore --new-key",
      restores: .withNewKey
    ) { victim, _ in try remove("keys/signing-seed", victim) },
    Row(
      testDescription: "another ledger's seed", state: "follows", appends: true,
      says: "put that one back"
    ) { victim, _ in
      try write(String(repeating: "7", count: 64) + "\n", "keys/signing-seed", victim)
    },
    Row(
      testDescription: "no keys/signed, and the others agree", state: "follows", appends: true,
      signs: true
    ) { victim, _ in try remove("keys/signed", victim) },
    Row(
      testDescription: "no keys/signed and no publication", state: "missing",
      says: "authledger restore", restores: .withSeed
    ) { victim, _ in
      try remove("keys/signed", victim)
      try remove("last-checkpoint", victim)
      try await victim.edit("DELETE FROM publication; DELETE FROM anchor")
    },
    Row(
      testDescription: "no keys/signed and no last-checkpoint", state: "missing",
      says: "authledger restore", restores: .withSeed
    ) { victim, _ in
      try remove("keys/signed", victim)
      try remove("last-checkpoint", victim)
    },
    Row(testDescription: "an older keys/signed", state: "follows", appends: true, signs: true) {
      victim, _ in try older("keys/signed", victim)
    },
    Row(
      testDescription: "another ledger's keys/signed", state: "foreignKeys", says: "own keys/ back"
    ) { victim, _ in
      try write(
        text("keys/signed", victim).replacing(Victim.origin, with: "else.example.com"),
        "keys/signed", victim)
    },
    Row(
      testDescription: "no publication", state: "missing", says: "authledger restore",
      restores: .withSeed
    ) { victim, _ in try await victim.edit("DELETE FROM publication; DELETE FROM anchor") },
    Row(
      testDescription: "neither publication nor last-checkpoint", state: "missing",
      says: "authledger restore", restores: .withSeed
    ) { victim, _ in
      try remove("last-checkpoint", victim)
      try await victim.edit("DELETE FROM publication; DELETE FROM anchor")
    },
    Row(
      testDescription: "an older database", state: "shorter", says: "authledger restore",
      restores: .withSeed
    ) { victim, folder in
      try victim.with { try $0.backup(to: folder.file("backup")) }
      try victim.with { ledger in
        try ledger.append([.settings(9)], to: .acme)
        try ledger.publish()
      }
      try victim.replace("ledger.sqlite", from: folder.file("backup"))
    },
    Row(testDescription: "another ledger's database", state: "forked", says: "authledger restore") {
      victim, _ in
      let other = try Victim()
      try victim.replace("ledger.sqlite", from: other.directory)
    },
    Row(
      testDescription: "another ledger's database and last-checkpoint", state: "forked",
      says: "authledger restore"
    ) { victim, _ in
      let other = try Victim()
      try victim.replace("ledger.sqlite", from: other.directory)
      try victim.replace("last-checkpoint", from: other.directory)
    },
    Row(
      testDescription: "no last-checkpoint", state: "missing", says: "authledger restore",
      restores: .withSeed
    ) { victim, _ in try remove("last-checkpoint", victim) },
    Row(
      testDescription: "an older last-checkpoint", state: "follows", appends: true, signs: true
    ) { victim, _ in try older("last-checkpoint", victim) },
    Row(
      testDescription: "another ledger's last-checkpoint", state: "unreadable",
      says: "authledger restore", restores: .withSeed
    ) { victim, _ in
      try write(
        text("last-checkpoint", victim).replacing(Victim.origin, with: "else.example.com"),
        "last-checkpoint", victim)
    },
    Row(
      testDescription: "a new machine: a backup, and the seed alone", state: "missing",
      says: "authledger restore", restores: .withSeed
    ) { victim, folder in
      let seed = try text("keys/signing-seed", victim)
      try backup(victim, folder)
      mkdir("\(victim.directory)/keys", 0o700)
      try write(seed, "keys/signing-seed", victim)
    },
    Row(
      testDescription: "a new machine: a backup, and no keys", state: "backup",
      says: "authledger restore", restores: .withNewKey
    ) { victim, folder in try backup(victim, folder) },
    Row(
      testDescription: "keys/leader: a follower", state: "follower", says: "authledger promote"
    ) { victim, _ in
      let key = try victim.reading { try $0.keyHistory(of: $0.rootOrigin()).signing[0] }
      for name in ["keys/signing-seed", "keys/signed", "last-checkpoint"] {
        try remove(name, victim)
      }
      try write("https://leader.example.com\n\(key)\n", "keys/leader", victim)
    },
    Row(
      testDescription: "nothing was ever signed", state: "unpublished", appends: true, signs: true
    ) { victim, _ in
      try FileManager.default.removeItem(atPath: victim.directory)
      try Ledger.signed(victim.directory).close()
    },
  ]

  private static func backup(_ victim: Victim, _ folder: TemporaryFolder) throws {
    try victim.with { try $0.backup(to: folder.file("backup")) }
    try FileManager.default.removeItem(atPath: victim.directory)
    try FileManager.default.moveItem(atPath: folder.file("backup"), toPath: victim.directory)
  }

  @Test("what opens, signs, refuses, and which way on is printed", arguments: rows)
  func row(row: Row) async throws {
    let victim = try Victim()
    try await row.prepare(victim, try TemporaryFolder())
    #expect(try victim.reading { try $0.guardState().name } == row.state)
    var said = ""
    let appends = try victim.with { ledger in
      do {
        try ledger.append([.settings(17)], to: .acme)
        return true
      } catch let error as LedgerError {
        said += "\(error)"
        return false
      }
    }
    #expect(appends == row.appends, "\(said)")
    let signs = try victim.with { ledger in
      do {
        try ledger.publish()
        _ = try ledger.checkpoint(of: .acme)
        return true
      } catch let error where error is LedgerError || error is EvidenceError {
        said += "\(error)"
        return false
      }
    }
    #expect(signs == row.signs, "\(said)")
    #expect(row.says.isEmpty || said.contains(row.says), "\(said)")
    if row.signs {
      let signed = try Self.text("keys/signed", victim)
      #expect(try Self.text("last-checkpoint", victim).hasPrefix(signed))
      let report = try victim.reading { try $0.verify() }
      #expect(report.agrees, "\(report.findings)")
    }
    try expectRestore(victim, row)
  }

  private func expectRestore(_ victim: Victim, _ row: Row) throws {
    guard row.restores != .no else {
      #expect(throws: (any Error).self) {
        try Ledger.restore(victim.directory, by: .operator)
      }
      return
    }
    let isNewKey = row.restores == .withNewKey
    if isNewKey {
      #expect(throws: EvidenceError.self) { try Ledger.restore(victim.directory, by: .operator) }
    } else {
      #expect(throws: EvidenceError.self) {
        try Ledger.restore(victim.directory, withNewKey: true, by: .operator)
      }
    }
    let report = try Ledger.restore(victim.directory, withNewKey: isNewKey, by: .operator)
    #expect(report.epoch == 2)
    try victim.with { ledger in
      try ledger.append([.settings(18)], to: .beta)
      try ledger.publish()
      let verified = try ledger.verify()
      #expect(verified.agrees, "\(verified.findings)")
      #expect(verified.trust.newKeyEpochs == (isNewKey ? [2] : []))
    }
  }
}
