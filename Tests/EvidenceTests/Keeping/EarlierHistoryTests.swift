import Encoding
import Foundation
import GRDB
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog
@testable import Evidence

/// What earlier releases recorded of keys and restores, without what is recorded today.
@Suite struct EarlierHistoryTests {
  private let victim: Victim
  private var keys: String { victim.directory + "/keys" }

  init() throws { victim = try Victim() }

  @Test("a key that was retired without the digest of its rows still counts by its record")
  func retired() throws {
    let origin = "\(Victim.origin)/companies/acme/1"
    try victim.with { ledger in
      try ledger.rotateKey(by: .operator)
      try ledger.publish()
      let seeds = try #require(try SigningSeeds.existing(ledger.files))
      _ = try ledger.writeLog { log, database in
        for tree in [origin, "\(Victim.origin)/root/1"] {
          try KeyTable.insert([try seeds.signers(tree)[1].verifier], database)
        }
        let old = try seeds.signers("\(Victim.origin)/root/1")[1].verifier
        try log.record(.retired(old.description, rows: nil), in: .system, by: .operator)
      }
      try seeds.retired().replace(ledger.files)
      try ledger.publish()
      let report = try ledger.verify()
      #expect(report.agrees, "\(report.findings)")
      #expect(report.trust.older.count == 1)
      #expect(try ledger.keyHistory(of: "\(Victim.origin)/root/1").keys.count == 2)
      // Nothing names the company's, so it is told in words.
      #expect(try ledger.keyHistory(of: origin).unnamed == 1)
    }
  }

  @Test("a ledger that was restored without its seed verifies, and says whose keys are not known")
  func restoredWithoutSeed() throws {
    try victim.with { ledger in
      try ledger.execute("INSERT INTO property (name, value) VALUES ('epoch', '2')")
      let lost = Record.Bookkeeping.Root(origin: "\(Victim.origin)/root/1", size: 12, root: "AAAA")
      // As a restore of before did it: a new seed, and nothing said of it.
      try Data((String(repeating: "7", count: 64) + "\n").utf8).write(
        to: URL(filePath: keys + "/signing-seed"))
      chmod(keys + "/signing-seed", 0o600)
      let begun = Checkpoint(origin: "\(Victim.origin)/root/2", size: 0, root: .empty)
      try SignedRoots(last: begun).replace(ledger.files)
      _ = try ledger.writeLog { log, _ in
        try log.record(.restored(epoch: 2, lost: lost, found: nil), in: .system, by: .operator)
      }
      try DurableFile.remove(ledger.files.lastCheckpoint)
    }
    try victim.with { ledger in
      try ledger.publish()
      try FileManager.default.removeItem(atPath: keys + "/signed")
      let report = try ledger.verify()
      #expect(report.agrees, "\(report.findings)")
      #expect(report.trust.unnamed == 1)
      #expect(report.trust.newKeyEpochs.isEmpty)
      try ledger.append([.settings(11)], to: .acme)
      try ledger.publish()
      #expect(FileManager.default.fileExists(atPath: keys + "/signed"))
      #expect(try ledger.verify().agrees)
    }
  }

  @Test("publications without the order before the first with it are held as they are, none after")
  func withoutOrder() throws {
    try victim.with { ledger in
      try ledger.append([.settings(11)], to: .acme)
      try ledger.publish()
      let last = try #require(try Int64(ledger.texts("SELECT max(leaf) FROM anchor")[0]))
      try ledger.execute("DELETE FROM anchor WHERE leaf = \(last)")
      #expect(try ledger.verify().findings.contains { $0.kind == .wrongPublication })
    }
  }

  @Test("a reader who may not read keys/ verifies, and is told what vouches")
  func reader() async throws {
    let folder = victim.folder.path
    for path in [folder, victim.directory] { chmod(path, 0o755) }
    for name in ["ledger.sqlite", "last-checkpoint", "lock"] {
      chmod("\(victim.directory)/\(name)", 0o644)
    }
    _ = try await SQLiteShell.run("PRAGMA journal_mode = DELETE", on: victim.database)
    let less =
      getuid() == 0 ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : ["--no-new-privs"]
    if getuid() != 0 { chmod(keys, 0o000) }
    // The program may lie where only its owner looks.
    let program = victim.folder.file("authledger")
    try FileManager.default.copyItem(at: Program.product("authledger"), to: URL(filePath: program))
    chmod(program, 0o755)
    let outcome = try await Program().run(
      URL(filePath: "/usr/bin/setpriv"),
      less + [program, "verify", "--format", "json", "--ledger", victim.directory])
    let said = outcome.output + outcome.error
    #expect(outcome.code == 0, "\(said)")
    #expect(said.contains(#""source": "file""#), "\(said)")
  }
}
