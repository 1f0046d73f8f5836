import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

/// What somebody does who holds the file and mends whatever SQLite and our hashes would notice.
@Suite struct AttackTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.signed(folder.file("ledger"))
    for round in 1...3 {
      for company in [Company.acme, .beta] {
        try ledger.append([.settings(round)], to: company)
        _ = try ledger.publish()
      }
    }
    #expect(try ledger.verify(deep: true).agrees)
  }

  private func kinds() throws -> Set<VerifyFinding.Kind> {
    _ = try ledger.rebuildProjections()
    return Set(try ledger.verify().findings.map(\.kind))
  }

  /// Puts other bytes in a record's place, with the hash that goes with them.
  private func rewrite(_ position: Int64, _ change: (String) -> String) throws {
    let record = try #require(
      try ledger.records(RecordQuery()).first { $0.position.number == position })
    let old = String(decoding: record.bytes, as: UTF8.self)
    let new = change(old)
    #expect(new != old)
    try store(Array(new.utf8), at: position)
  }

  private func store(_ bytes: [UInt8], at position: Int64) throws {
    let blob = bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xf, radix: 16) }.joined()
    try ledger.tamper(
      """
      UPDATE record SET bytes = x'\(blob)', hash = x'\(TreeHash.leaf(bytes))'
      WHERE position = \(position)
      """)
  }

  @Test("a record that was changed together with its hash")
  func changed() throws {
    try rewrite(3) { $0.replacing(#""enabled":false"#, with: #""enabled":true"#) }
    #expect(try kinds() == [.forked, .reordered])
    // Nothing is signed any more over it, though the file agrees with itself.
    #expect(throws: EvidenceError.self) { try ledger.checkpoint(of: .acme) }
    #expect(throws: EvidenceError.self) {
      try ledger.export(.acme, to: folder.file("package")) { _ in "" }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("package")))
  }

  @Test("two records of a company that were swapped")
  func swapped() throws {
    let records = try ledger.records(RecordQuery(of: .acme))
    for (record, other) in [(records[0], records[1]), (records[1], records[0])] {
      try store(
        Array(
          String(decoding: other.bytes, as: UTF8.self).replacing(
            "\(other.content.sequence)", with: "\(record.content.sequence)"
          ).utf8),
        at: record.position.number)
    }
    try ledger.tamper(
      """
      UPDATE record SET id = randomblob(16) WHERE position IN (1, 3)
      """)
    for (record, other) in [(records[0], records[1]), (records[1], records[0])] {
      let id = other.content.id.description.replacing("-", with: "")
      try ledger.tamper(
        "UPDATE record SET id = x'\(id)' WHERE position = \(record.position.number)")
    }
    #expect(try kinds().contains(.forked))
  }

  @Test("a record that was changed with the right edge that was published is not signed over")
  func changedWithAnchor() throws {
    try rewrite(3) { $0.replacing(#""enabled":false"#, with: #""enabled":true"#) }
    let hashes = try ledger.records(RecordQuery(of: .acme)).map(\.hash)
    var edge = Frontier()
    for hash in hashes { edge.append(hash) }
    let stored = edge.subtrees.map(\.description).joined()
    let leaf = Checkpoint.leaf(
      origin: try ledger.origin(of: .acme), size: edge.size, root: edge.root)
    try ledger.tamper(
      "UPDATE anchor SET subtrees = x'\(stored)' WHERE stream = 1 AND size = \(edge.size)")
    #expect(throws: EvidenceError.self) { try ledger.checkpoint(of: .acme) }
    try ledger.append([.settings(9)], to: .acme)
    #expect(throws: EvidenceError.self) { try ledger.publish() }
    // With its leaf as well: then the root does not hold it.
    try ledger.tamper(
      "UPDATE anchor SET hash = x'\(leaf)' WHERE stream = 1 AND size = \(edge.size)")
    #expect(throws: EvidenceError.self) {
      try ledger.export(.acme, to: folder.file("package")) { _ in "" }
    }
    #expect(try kinds().contains(.forked))
  }

  @Test("a tail that was cut, with everything that counts it")
  func cutTail() throws {
    try ledger.tamper(
      """
      DELETE FROM record WHERE position > 4;
      UPDATE stream SET size = 2;
      """)
    #expect(try kinds() == [.cutTail, .wrongPublication, .rolledBack])
    // The publications cut with it.
    try ledger.tamper(
      "DELETE FROM publication WHERE position > 4; DELETE FROM anchor WHERE leaf >= 8")
    #expect(try kinds() == [.rolledBack])
    try ledger.tamper("INSERT INTO property (name, value) VALUES ('epoch', '2')")
    #expect(throws: LedgerError.self) { try ledger.publish() }
    #expect(
      try kinds() == [.rolledBack, .forked], "an epoch that no restore began excuses nothing")
  }

  @Test("a tail that was cut below publications that stay is neither appended to nor signed")
  func cutBelowPublications() throws {
    try ledger.tamper("DELETE FROM record WHERE position > 4; UPDATE stream SET size = 2")
    #expect(try !ledger.guardState().holds)
    #expect(throws: LedgerError.self) { try ledger.publish() }
  }

  @Test("publications that are moved where no record is, or taken away, do not pass for checked")
  func hiddenPublications() throws {
    let key = try #require(try ledger.keyHistory(of: ledger.rootOrigin()).keys.first)
    #expect(try ledger.verify(signedBy: [key]).agrees)
    try rewrite(3) { $0.replacing(#""enabled":false"#, with: #""enabled":true"#) }
    try ledger.tamper("UPDATE publication SET position = 1 WHERE size = 12")
    #expect(try kinds().contains(.wrongPublication))
    try ledger.tamper("UPDATE publication SET position = 0")
    #expect(throws: LedgerError.self) { try kinds() }
    try ledger.tamper("DELETE FROM publication; DELETE FROM anchor")
    try FileManager.default.removeItem(atPath: ledger.directory + "/last-checkpoint")
    _ = try ledger.rebuildProjections()
    let findings = try ledger.verify(signedBy: [key]).findings
    #expect(findings.contains { $0.kind == .unknownKey })
  }

  @Test("a record before the first position is found, and is in no tree and no answer")
  func beforeTheFirst() throws {
    let size = try #require(try ledger.checkpoint(of: .acme)).text
    try ledger.tamper(
      """
      INSERT INTO record (position, stream, sequence, id, latest, hash, bytes)
      SELECT -1, stream, 3, randomblob(16), latest, hash, bytes FROM record WHERE position = 1
      """)
    #expect(try ledger.verify().findings.map(\.kind) == [.renumberedRecord])
    #expect(try ledger.checkpoint(of: .acme)?.text == size)
  }

  @Test(
    "numbers that nothing can come after are damage, not a crash",
    arguments: [
      "INSERT INTO property (name, value) VALUES ('epoch', '0')",
      "INSERT INTO property (name, value) VALUES ('epoch', '9223372036854775807')",
      "INSERT INTO property (name, value) VALUES ('epoch', 'abc')",
      "UPDATE record SET position = 9223372036854775807 WHERE position = 6",
      "INSERT INTO stream (id, company, size) VALUES (9223372036854775807, 'last', 0)",
      "UPDATE anchor SET leaf = -1 WHERE leaf = 4",
    ])
  func hostileNumbers(_ sql: String) throws {
    try ledger.tamper(sql)
    let report = try? ledger.verify()
    _ = try? ledger.append([.settings(7)], to: .acme)
    _ = try? ledger.publish()
    _ = try? ledger.export(.acme, to: folder.file("package")) { _ in "" }
    _ = try? ledger.export(.beta, to: folder.file("other")) { _ in "" }
    if !sql.contains("stream (") { #expect(report?.agrees != true) }
  }

  @Test("a package under another ledger's root is refused, whoever signed that")
  func foreignRoot() throws {
    _ = try ledger.export(.acme, to: folder.file("package")) { _ in "" }
    let key = try #require(try ledger.keyHistory(of: ledger.origin(of: .acme)).keys.first)
    let root = try #require(try ledger.keyHistory(of: ledger.rootOrigin()).keys.first)
    let package = folder.file("package")
    #expect(try EvidencePackage(package).check(by: [key, root]).isRootSigned)
    let checkpoint = try SignedNote(
      reading: Array(Data(contentsOf: URL(filePath: package + "/checkpoint"))))
    let forged = Checkpoint(
      origin: "forged.example/root/1", size: 1, root: TreeHash.leaf(Array(checkpoint.text.utf8)))
    let note =
      "\(forged)\n\u{2014} forged.example/root/1 \(Data(count: 68).base64EncodedString())\n"
    try Data(note.utf8).write(to: URL(filePath: package + "/root/checkpoint"))
    let proof = TreeProof(index: 0, hashes: [], checkpoint: note)
    try Data(proof.description.utf8).write(to: URL(filePath: package + "/root.tlog-proof"))
    #expect(throws: PackageFault.self) {
      try EvidencePackage(package).check(by: [key, root])
    }
    #expect(throws: PackageFault.self) { try EvidencePackage(package).check(by: [key]) }
  }

  @Test("a company that was deleted, and the positions closed up")
  func deletedCompany() throws {
    try ledger.tamper(
      """
      DELETE FROM record WHERE stream = 2;
      UPDATE record SET position = (position + 1) / 2;
      DELETE FROM stream WHERE id = 2;
      """)
    let found = try kinds()
    #expect(found.contains(.missingCompany))
    #expect(found.contains(.cutTail))
  }

  @Test("a company that was given another's name")
  func replaced() throws {
    for record in try ledger.records(RecordQuery(of: .beta)) {
      try rewrite(record.position.number) {
        $0.replacing("/companies/beta", with: "/companies/gamma")
      }
    }
    try ledger.tamper("UPDATE stream SET company = 'gamma' WHERE company = 'beta'")
    #expect(try kinds() == [.replacedCompany, .reordered])
  }

  @Test("a record that was slipped in before a publication")
  func inserted() throws {
    try ledger.append([.settings(9)], to: .acme)
    try ledger.tamper(
      "UPDATE publication SET position = 7 WHERE position = 6")
    #expect(try kinds().contains(.wrongPublication))
    try ledger.tamper("UPDATE publication SET position = 6 WHERE position = 7")
  }

  @Test("more records of a company than were published")
  func more() throws {
    try ledger.append([.settings(9)], to: .beta)
    try ledger.tamper("UPDATE publication SET position = 7 WHERE position = 6")
    #expect(try kinds() == [.insertedRecord])
  }

  @Test("a root that was signed anew with another key")
  func resigned() throws {
    let note = try #require(try ledger.rootCheckpoint())
    let keys = try ledger.keyHistory(of: "ledger.example.com/root/1").keys
    let forger = try SignerKey(
      name: "ledger.example.com/root/1", seed: Array(repeating: 9, count: 32))
    let forged = try Checkpoint(note.text).signed(by: [forger]).description
    let quoted = forged.replacing("'", with: "''")
    try ledger.tamper("UPDATE publication SET note = '\(quoted)' WHERE size = 12")
    #expect(try kinds() == [.unknownKey])
    // The forger's key among those that are stored changes nothing: the seed is not in the file.
    try ledger.tamper(
      "INSERT INTO verifier_key VALUES ('ledger.example.com/root/1', '\(forger.verifier)', NULL)")
    #expect(try kinds() == [.unknownKey])
    #expect(try ledger.verify(signedBy: keys).findings.map(\.kind) == [.unknownKey])
    // Where the seed cannot be read, the report says that only this file vouches for its keys.
    try FileManager.default.removeItem(atPath: ledger.directory + "/keys/signing-seed")
    let report = try ledger.verify()
    #expect(report.trust.source == .file)
  }

  @Test("a leaf of the root that was changed, or left out")
  func leaves() throws {
    try ledger.tamper("UPDATE anchor SET hash = zeroblob(32) WHERE leaf = 2")
    #expect(try kinds().contains(.replacedCompany))
    try ledger.tamper("DELETE FROM anchor WHERE leaf = 2")
    #expect(try kinds().contains(.wrongPublication))
  }

  @Test("an unpublished tail is not an alarm, and is said to be unsigned")
  func tail() throws {
    try ledger.append([.settings(9)], to: .acme)
    let report = try ledger.verify()
    #expect(report.agrees)
    #expect(report.anchoring.unsigned == 1)
    #expect(report.anchoring.through == Position(6))
  }
}
