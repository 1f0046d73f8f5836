import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog

/// A database that was put back, cut or exchanged under its `last-checkpoint`.
@Suite struct RollbackTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.file("ledger") }

  init() throws {
    folder = try TemporaryFolder()
    try make("ledger", [1, 2])
  }

  private func make(_ name: String, _ settings: [Int]) throws {
    let ledger = try Ledger.signed(folder.file(name))
    for number in settings {
      try ledger.append([.settings(number)], to: .acme)
      _ = try ledger.publish()
    }
    try ledger.close()
  }

  @discardableResult
  private func with<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    // Ids must not repeat, so the random numbers are real.
    let ledger = try Ledger.open(directory, for: .writing)
    defer { try? ledger.close() }
    return try body(ledger)
  }

  private func replaceDatabase(by other: String) throws {
    try FileManager.default.removeItem(atPath: directory + "/ledger.sqlite")
    try FileManager.default.copyItem(
      atPath: other + "/ledger.sqlite", toPath: directory + "/ledger.sqlite")
  }

  /// What refuses everything that writes or signs, while reading goes on.
  private func expectRefused(_ state: String) throws {
    try with { ledger in
      #expect(try ledger.guardState().name == state)
      let looked = try #require(try ledger.doctor().first { $0.check == "last-checkpoint" })
      #expect(looked.severity == (state == "backup" ? .ok : .error))
      #expect(looked.remedy?.contains("authledger restore") == true)
      let before = try ledger.exported()
      for action: () throws -> Void in [
        { try ledger.append([.settings(9)], to: .acme) },
        {
          _ = try ledger.importLines(from: ImportSource(madeUpLines(1), name: "x"), by: .operator)
        },
        { _ = try ledger.publish() }, { _ = try ledger.checkpoint(of: .acme) },
        { _ = try ledger.commitState(by: .operator) },
        { try ledger.introduce(.administrator, [.name: "A"], to: [.acme], by: .operator) },
      ] {
        let error = #expect(throws: LedgerError.self, performing: action)
        let refusal = try #require(error)
        #expect("\(refusal)".contains("authledger restore"))
      }
      #expect(try ledger.exported() == before)
    }
  }

  @Test("an older copy refuses to append, and a restore goes on from it under new names")
  func olderCopy() throws {
    try with { try $0.backup(to: folder.file("backup")) }
    try with { ledger in
      try ledger.append([.settings(3)], to: .acme)
      try ledger.append([.settings(3)], to: .beta)
      _ = try ledger.publish()
    }
    let lost = try #require(durableText(directory + "/last-checkpoint"))
    try replaceDatabase(by: folder.file("backup"))
    for _ in 1...2 {
      // Whether the copy says that it is one changes nothing here.
      try expectRefused("shorter")
      #expect(try with { try $0.verify().findings.map(\.kind) } == [.rolledBack])
      try with { try $0.execute("DELETE FROM property WHERE name = 'backup'") }
    }

    let report = try Ledger.restore(directory, by: .operator)
    #expect(report.epoch == 2)
    #expect(report.lost == (try Checkpoint(SignedNote(reading: lost).text)))
    #expect(report.found?.size == 4)
    try with { ledger in
      let system = try ledger.records(RecordQuery(of: .system))
      #expect(system.count == 1)
      let bytes = String(decoding: system[0].bytes, as: UTF8.self)
      #expect(bytes.contains(#""type":"ledger.restored.v1""#))
      let lostRoot = try #require(report.lost?.root?.base64)
      #expect(bytes.contains(lostRoot))
      let verified = try ledger.verify(deep: true)
      #expect(verified.agrees, "\(verified.findings)")
      #expect(verified.anchoring.publications == 3)
      #expect(try ledger.origin(of: .acme) == "ledger.example.com/companies/acme/2")
      try ledger.append([.settings(5)], to: .acme)
      _ = try ledger.publish()
      #expect(try ledger.verify().agrees)
      // What somebody kept of the lost ledger is refused; what the copy still has, holds.
      #expect(
        try ledger.compare(withKept: SignedNote(reading: lost)) == .shorter(signed: 7, found: 4))
    }
    #expect(throws: EvidenceError.self) { try Ledger.restore(directory, by: .operator) }
  }

  @Test("a backup is read and verified, and refuses to append until it is restored")
  func backup() throws {
    try with { try $0.backup(to: folder.file("backup")) }
    try FileManager.default.removeItem(atPath: directory)
    try FileManager.default.moveItem(atPath: folder.file("backup"), toPath: directory)
    try expectRefused("backup")
    #expect(try with { try $0.verify(deep: true).agrees })
    #expect(throws: EvidenceError.self) { try Ledger.restore(directory, by: .operator) }
    let report = try Ledger.restore(directory, withNewKey: true, by: .operator)
    #expect(report.lost == nil)
    #expect(report.newKey != nil)
    #expect(report.found?.size == 4)
    try with { ledger in
      try ledger.append([.settings(9)], to: .acme)
      _ = try ledger.publish()
      #expect(try ledger.guardState() == .follows)
      let verified = try ledger.verify()
      #expect(verified.agrees, "\(verified.findings)")
      #expect(verified.trust.newKeyEpochs == [2])
      #expect(verified.trust.unnamed == 1)
    }
  }

  @Test("another history of the same length is told from the one that was signed")
  func forked() throws {
    try make("other", [5, 6])
    try replaceDatabase(by: folder.file("other"))
    try expectRefused("forked")
    #expect(try with { try $0.verify().findings.map(\.kind) }.contains(.forked))
  }

  @Test("a missing or spoilt last-checkpoint beside a published database refuses too")
  func missing() throws {
    let file = directory + "/last-checkpoint"
    let sound = try #require(durableText(file))
    try Data("nothing\n".utf8).write(to: URL(filePath: file))
    try expectRefused("unreadable")
    try FileManager.default.removeItem(atPath: file)
    try expectRefused("missing")
    #expect(try with { try $0.verify().findings.map(\.kind) } == [.unguarded])
    try Data(sound.utf8).write(to: URL(filePath: file))
    try with { try $0.append([.settings(9)], to: .acme) }
    try FileManager.default.removeItem(atPath: file)
    let report = try Ledger.restore(directory, by: .operator)
    #expect(report.lost == nil)
    #expect(try with { try $0.verify().agrees })
  }

  @Test("a file behind a database that extends it is normal")
  func behind() throws {
    let file = directory + "/last-checkpoint"
    let old = try #require(durableText(file))
    try with { ledger in
      try ledger.append([.settings(3)], to: .acme)
      _ = try ledger.publish()
    }
    #expect(durableText(file) != old)
    try Data(old.utf8).write(to: URL(filePath: file))
    try with { ledger in
      #expect(try ledger.guardState() == .follows)
      try ledger.append([.settings(4)], to: .acme)
      _ = try ledger.publish()
      #expect(try ledger.verify().agrees)
    }
  }

  @Test("a published ledger signs with no other seed than its own")
  func otherSeed() throws {
    let seed = directory + "/keys/signing-seed"
    try FileManager.default.removeItem(atPath: seed)
    try with { ledger in
      try ledger.append([.settings(9)], to: .acme)
      #expect(throws: EvidenceError.self) { try ledger.publish() }
      #expect(throws: EvidenceError.self) { try ledger.checkpoint(of: .acme) }
      #expect(!FileManager.default.fileExists(atPath: seed))
      // Reading and verifying need no seed.
      #expect(try ledger.verify().agrees)
    }
    try make("other", [1])
    try FileManager.default.copyItem(
      atPath: folder.file("other/keys/signing-seed"), toPath: seed)
    try with { ledger in
      let error = #expect(throws: EvidenceError.self) { try ledger.publish() }
      let refusal = try #require(error)
      #expect("\(refusal)".contains("put that one back"))
    }
  }
}
