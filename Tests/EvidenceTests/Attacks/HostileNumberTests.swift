import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// Numbers and words that nobody but an attacker puts into a ledger's files.
@Suite struct HostileNumberTests {
  private let victim: Victim

  init() throws { victim = try Victim() }

  /// Everything that a command does, none of which may end the process.
  private func everything(_ ledger: Ledger) {
    _ = try? ledger.verify()
    _ = try? ledger.doctor()
    _ = try? ledger.checkpoint(of: .acme)
    _ = try? ledger.orderCheckpoint()
    _ = try? ledger.proof(of: .acme, SequenceNumber(0))
    _ = try? ledger.records(RecordQuery())
    _ = try? ledger.records(RecordQuery(of: .acme))
    _ = try? ledger.integration(of: .acme)
    _ = try? ledger.integration(of: .acme, at: .position(Position(2)))
    _ = try? ledger.overview(of: .acme, latest: 3)
    _ = try? ledger.failures()
    _ = try? ledger.checkProjections()
    _ = try? ledger.export(.acme, to: victim.folder.file("package-\(UUID())")) { _ in "" }
    _ = try? ledger.append([.settings(7)], to: .acme)
    _ = try? ledger.commitState(by: .operator)
    _ = try? ledger.publish()
  }

  @Test(
    "6: a number beyond everything is found before it is used",
    arguments: [
      "UPDATE publication SET position = -9223372036854775808",
      "UPDATE publication SET position = 9223372036854775807",
      "UPDATE publication SET size = 9223372036854775807 WHERE position = 6",
      "UPDATE publication SET epoch = 9223372036854775807 WHERE position = 6",
      "UPDATE anchor SET leaf = 9223372036854775807 WHERE leaf = 4",
      "UPDATE anchor SET size = 9223372036854775807 WHERE leaf = 4",
      "UPDATE anchor SET stream = -9223372036854775808 WHERE leaf = 4",
      "UPDATE stream SET size = 9223372036854775807 WHERE id = 1",
      "UPDATE stream SET id = -9223372036854775808 WHERE id = 1",
      "UPDATE record SET stream = 9223372036854775807 WHERE position = 5",
      "UPDATE record SET sequence = 9223372036854775807 WHERE position = 5",
      "UPDATE record SET sequence = -9223372036854775808 WHERE position = 5",
      "UPDATE record SET latest = -9223372036854775808 WHERE position = 6",
      "UPDATE record SET latest = 9223372036854775807 WHERE position = 6",
      "UPDATE projection SET position = -9223372036854775808",
      "UPDATE projection SET stopped = 'here'",
      "UPDATE company_log SET position = -9223372036854775808 WHERE position = 4",
      "UPDATE integration_status SET stream = 9223372036854775807 WHERE stream = 1",
      "UPDATE integration_status SET deadline = -9223372036854775808 WHERE stream = 1",
      "INSERT INTO property (name, value) VALUES ('epoch', '5000000')",
      "INSERT INTO property (name, value) VALUES ('epoch', '1000000')",
    ])
  func bounded(_ sql: String) async throws {
    try await victim.edit(sql)
    #expect(try !victim.findings().isEmpty)
    if let ledger = try? Ledger.open(victim.directory, for: .reading) { everything(ledger) }
    if let ledger = try? Ledger.open(victim.directory, for: .writing) {
      everything(ledger)
      try? ledger.close()
    }
  }

  @Test("6: a projection that stopped is told by verify, and no property goes unlooked at")
  func properties() async throws {
    try await victim.edit("UPDATE projection SET stopped = 'here' WHERE name = 'company_log'")
    #expect(try victim.findings() == [.wrongProjection])
    try await victim.edit("UPDATE projection SET stopped = NULL")
    #expect(try victim.findings() == [])
    try await victim.edit(
      "UPDATE property SET value = 'elsewhere.example.com' WHERE name = 'origin'")
    #expect(try !victim.findings().isEmpty)
  }

  @Test("6: a property does not turn a missing identity into one that is withheld")
  func missingIdentity() async throws {
    try victim.with { ledger in
      try ledger.introduce(.administrator, [.name: "Anna"], to: [.acme], by: .operator)
      try ledger.publish()
    }
    for name in ["people.sqlite", "keys/people.sqlite"] {
      for end in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: "\(victim.directory)/\(name)\(end)")
      }
    }
    try await victim.edit("INSERT INTO property VALUES ('backup', '2026-11-24T00:00:00.000Z')")
    #expect(try victim.findings() == [.missingIdentity])
  }

  @Test(
    "6: a note that is foreign, unsigned or of a far epoch does not decide a restore",
    arguments: ["5000000", "9223372036854775807", "2"])
  func restored(epoch: String) throws {
    let older = victim.folder.file("older")
    try victim.with { try $0.backup(to: older) }
    try victim.with { ledger in
      try ledger.append([.settings(9)], to: .beta)
      try ledger.publish()
    }
    let true_ = try #require(try victim.reading { try $0.rootCheckpoint() }).text
    try victim.replace("ledger.sqlite", from: older)
    let name = "\(Victim.origin)/root/\(epoch)"
    let forger = try SignerKey(name: name, seed: Array(repeating: 7, count: 32))
    let note = try Checkpoint(origin: name, size: 12, root: .empty).signed(by: [forger])
    try Data(note.description.utf8).write(to: URL(filePath: victim.lastCheckpoint))
    let report = try Ledger.restore(victim.directory, by: .operator)
    #expect(report.epoch == 2)
    #expect(report.lost?.description == true_, "what the seed signed last is told by keys/signed")
    try victim.with { ledger in
      try ledger.append([.settings(10)], to: .acme)
      try ledger.publish()
      #expect(try ledger.verify().agrees)
    }
  }

  @Test("6: streams with numbers far apart cost no more than others")
  func sparseStreams() async throws {
    let columns = "position, stream, sequence, id, latest, hash, bytes"
    try await victim.edit(
      """
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO stream (id, company, size) SELECT i * 256, 'c-' || i, 1 FROM n;
      WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO record (\(columns))
      SELECT 6 + i, i * 256, 0, randomblob(16), latest, hash, bytes FROM n, record
      WHERE position = 6
      """)
    let before = try residentKilobytes("VmHWM")
    #expect(try !victim.findings().isEmpty)
    _ = try? victim.reading { try $0.checkProjections() }
    _ = try? victim.reading {
      try $0.forEachIntegration(at: .position(Position(9000))) { _ in true }
    }
    let grown = try residentKilobytes("VmHWM") - before
    #expect(grown < 150_000, "verification took \(grown) kB more")
  }

  private func residentKilobytes(_ field: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(field) })
    return try #require(Int(line.filter(\.isNumber)))
  }
}
