import Evidence
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog

/// The keys that sign and have signed, and what vouches for each.
@Suite struct KeyHistoryTests {
  private let folder: TemporaryFolder
  private var directory: String { folder.file("ledger") }

  init() throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger.signed(directory)
    for number in [1, 2] {
      try ledger.append([.settings(number)], to: .acme)
      try ledger.publish()
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

  @Test("old and new keys sign side by side, and a retired one is known for ever")
  func rotation() throws {
    let origin = "ledger.example.com/companies/acme/1"
    try with { ledger in
      let old = try ledger.keyHistory(of: origin).keys
      let kept = try #require(try ledger.checkpoint(of: .acme))
      try ledger.rotateKey(by: .operator)
      _ = try ledger.publish()
      let both = try ledger.keyHistory(of: origin).keys
      #expect(both.count == 2)
      #expect(both[1] == old[0])
      // A second rotation would leave nobody who has the first key.
      let error = #expect(throws: EvidenceError.self) { try ledger.rotateKey(by: .operator) }
      #expect("\(try #require(error))".contains("--retire-key"))
      let note = try #require(try ledger.checkpoint(of: .acme))
      #expect(try note.verified(by: [both[0]]) == [both[0]])
      #expect(try note.verified(by: old) == old)
      #expect(try ledger.rootCheckpoint()?.signatures.count == 2)
      #expect(try ledger.retireKey(by: .operator) != nil)
      #expect(try ledger.retireKey(by: .operator) == nil)
      _ = try ledger.publish()
      let after = try #require(try ledger.checkpoint(of: .acme))
      #expect(throws: NoteError.self) { try after.verified(by: old) }
      #expect(try ledger.keyHistory(of: origin).keys == both)
      #expect(try ledger.compare(withKept: kept) == .extended(from: 2, to: 2))
      let report = try ledger.verify()
      #expect(report.agrees, "\(report.findings)")
      #expect(report.trust.source == .seed)
      #expect(
        report.trust.older
          == (try ledger.keyHistory(of: ledger.rootOrigin()).keys).dropFirst().map(\.description))
      #expect(report.trust.unnamed == 0)
      #expect(
        try ledger.records(RecordQuery(of: .system)).map(\.content.type)
          == ["ledger.key.rotated.v1", "ledger.key.retired.v1"])
    }
    #expect(durableText(directory + "/keys/signing-seed")?.count == 65)
  }

  @Test("a stored key that no record names is told in words, and a changed row is found")
  func storedKeys() throws {
    let origin = "ledger.example.com/companies/acme/1"
    let forger = try SignerKey(name: origin, seed: Array(repeating: 9, count: 32)).verifier
    try with { ledger in
      try ledger.rotateKey(by: .operator)
      try ledger.retireKey(by: .operator)
      _ = try ledger.publish()
      let keys = try ledger.keyHistory(of: origin).keys
      #expect(keys.count == 2)
      try ledger.execute(
        "INSERT INTO verifier_key (origin, vkey) VALUES ('\(origin)', '\(forger)')")
      #expect(try ledger.keyHistory(of: origin).keys == keys)
      #expect(try ledger.keyHistory(of: origin).unnamed == 1)
      #expect(try ledger.verify().agrees)
      // Among those that the record retired, it breaks the digest that the record has.
      try ledger.execute(
        """
        UPDATE verifier_key SET retired = (SELECT max(retired) FROM verifier_key)
        WHERE vkey = '\(forger)'
        """)
      #expect(try ledger.keyHistory(of: origin).keys == [keys[0]])
      #expect(try ledger.verify().findings.map(\.kind) == [.unknownKey])
    }
  }

  @Test("what an import says of keys names none of this ledger's")
  func importedKeys() throws {
    let name = "ledger.example.com/root/1"
    let forger = try SignerKey(name: name, seed: Array(repeating: 9, count: 32)).verifier
    let exported = try with { ledger in
      try ledger.rotateKey(by: .operator)
      return try ledger.exported()
    }
    let key = try with { try $0.keyHistory(of: name).keys[0] }
    let edited = String(decoding: exported, as: UTF8.self).replacing("\(key)", with: "\(forger)")
    let copy = folder.file("copy")
    _ = try Ledger.create(
      copy, properties: [.origin: Ledger.exampleOrigin],
      importing: ImportSource(Array(edited.utf8), name: "edited"), by: .operator)
    let ledger = try Ledger.open(copy, for: .writing)
    _ = try ledger.publish()
    try ledger.execute("INSERT INTO verifier_key (origin, vkey) VALUES ('\(name)', '\(forger)')")
    #expect(try !ledger.keyHistory(of: name).keys.contains(forger))
    #expect(try ledger.verify().agrees)
    try ledger.close()
  }
}
