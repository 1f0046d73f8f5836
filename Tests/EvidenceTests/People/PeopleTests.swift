import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@Suite struct PeopleTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let person = Actor.administrator
  private let fields: [PersonField: String] = [.name: "Anna Ek", .email: "anna@example.com"]

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(folder.file("ledger"))
    try ledger.append([.settings(1)], to: .acme)
    try ledger.append([.settings(1)], to: .beta)
    try ledger.introduce(person, fields, to: [.acme, .beta], by: .operator)
    _ = try ledger.publish()
  }

  /// Every byte of every file below a directory.
  private func bytes(below directory: String) throws -> Data {
    try FileManager.default.subpathsOfDirectory(atPath: directory).reduce(into: Data()) {
      $0.append(FileManager.default.contents(atPath: "\(directory)/\($1)") ?? Data())
    }
  }

  @Test("what is said of a person is shown, and is in no record")
  func shown() throws {
    let identities = try ledger.identities(of: person)
    #expect(identities.count == 4)
    #expect(identities.allSatisfy { $0.verdict == .shown })
    #expect(Set(identities.map(\.digest)).count == 4, "each company has salts of its own")
    #expect(
      identities.filter { $0.company == .acme && $0.name == "email" }.map(\.value)
        == ["anna@example.com"])
    for identity in identities {
      let text = try #require(identity.disclosure)
      #expect(Disclosure(text)?.digest == identity.digest)
    }
    try ledger.close()
    let everything = try bytes(below: folder.file("ledger"))
    for secret in ["Anna Ek", "anna@example.com"] + identities.compactMap(\.disclosure) {
      #expect(everything.range(of: Data(secret.utf8)) == nil)
    }
  }

  @Test("a directory that was lost keeps nobody from being erased")
  func lostDirectory() throws {
    // As after a restore of the records alone.
    for file in ["people.sqlite", "keys/people.sqlite"] {
      try FileManager.default.removeItem(atPath: folder.file("ledger/" + file))
    }
    #expect(try ledger.verify().findings.allSatisfy { $0.kind == .missingIdentity })
    #expect(
      try ledger.erase(person, ground: .consentWithdrawn, decidedBy: .operator, by: .operator)
        .companies == [.acme, .beta])
    _ = try ledger.publish()
    #expect(try ledger.verify().agrees)
    let again = try ledger.erase(
      person, ground: .consentWithdrawn, decidedBy: .operator, by: .operator)
    #expect(again.isRepeat && again.companies == [.acme, .beta] && again.values == 0)
  }

  @Test("a person is introduced once to a company, and again after an erasure")
  func once() throws {
    #expect(throws: EvidenceError.self) {
      try ledger.introduce(person, fields, to: [.acme], by: .operator)
    }
    #expect(try ledger.rehearseErasure(of: person).values > 0)
    try ledger.erase(person, ground: .objected, decidedBy: .operator, by: .operator)
    #expect(try ledger.rehearseErasure(of: person).isRepeat)
    #expect(
      try ledger.erase(person, ground: .objected, decidedBy: .operator, by: .operator).isRepeat)
    #expect(throws: EvidenceError.self) {
      try ledger.erase(.server, ground: .objected, decidedBy: .operator, by: .operator)
    }
    try ledger.introduce(person, [.name: "Anna Berg"], to: [.acme], by: .operator)
    let identities = try ledger.identities(in: .acme)
    #expect(identities.map(\.verdict).filter { $0 == .erased }.count == 2)
    #expect(identities.compactMap(\.value) == ["Anna Berg"])
    #expect(try ledger.verify().agrees)
  }

  @Test("what was erased is nowhere, every checkpoint still holds, and the record says why")
  func erased() async throws {
    let backup = folder.file("backup")
    try ledger.backup(to: backup)
    let kept = try #require(try ledger.checkpoint(of: .acme))
    let directory = folder.file("ledger")
    let keys = directory + "/keys/people.sqlite"
    let key = try #require(try await SQLiteShell.blobs("key", from: "subject", in: keys).first)
    let sealed = try await SQLiteShell.blobs(
      "sealed", from: "disclosure", in: directory + "/people.sqlite")
    #expect(!key.isEmpty && sealed.count == 4)
    #expect(try bytes(below: directory).range(of: key) != nil)

    let companies = try ledger.erase(
      person, ground: .consentWithdrawn, decidedBy: .operator, by: .operator)
    #expect(companies.companies == [.acme, .beta])
    _ = try ledger.publish()
    try ledger.close()
    for place in [directory, backup] {
      #expect(try bytes(below: place).range(of: key) == nil)
      #expect(try bytes(below: place).range(of: Data("Anna".utf8)) == nil)
    }
    for value in sealed {
      #expect(try bytes(below: directory).range(of: value) == nil)
    }
    let reopened = try Ledger.open(directory, for: .writing)
    #expect(try reopened.compare(withKept: kept) == .extended(from: 2, to: 3))
    let report = try reopened.verify(deep: true)
    #expect(report.agrees, "\(report.findings)")
    #expect(report.identities[.erased] == 4)
    let last = try #require(try reopened.records(RecordQuery(of: .acme)).last)
    let text = String(decoding: last.bytes, as: UTF8.self)
    #expect(text.contains(#""type":"ledger.person.erased.v1""#))
    #expect(text.contains(#""ground":"consentWithdrawn""#))
    let old = try Ledger.open(backup, for: .reading)
    #expect(try old.identities(of: person).allSatisfy { $0.verdict == .withheld })
    #expect(try old.verify().agrees)
  }

  @Test(
    "a directory that was edited is an alarm, not an erasure",
    arguments: [
      ("people.sqlite", "DELETE FROM disclosure WHERE company = 'acme'", 2),
      ("people.sqlite", "UPDATE disclosure SET sealed = zeroblob(60) WHERE company = 'beta'", 2),
      ("people.sqlite", "UPDATE disclosure SET person = 'support:s-1'", 4),
      ("keys/people.sqlite", "DELETE FROM subject", 4),
      ("keys/people.sqlite", "UPDATE subject SET key = zeroblob(32)", 4),
    ])
  func edited(file: String, sql: String, missing: Int) async throws {
    _ = try await SQLiteShell.run(sql, on: folder.file("ledger/" + file))
    let report = try ledger.verify()
    #expect(report.identities[.missing] == missing)
    #expect(report.findings.map(\.kind) == Array(repeating: .missingIdentity, count: missing))
  }

  @Test("an erasure that was interrupted is found, and erasing again finishes it")
  func interrupted() throws {
    // The same state as after a kill between the record and the deletion.
    let files = ["people.sqlite", "keys/people.sqlite"]
    for file in files {
      try FileManager.default.copyItem(
        atPath: folder.file("ledger/" + file),
        toPath: folder.file(file.replacing("/", with: "-")))
    }
    try ledger.erase(person, ground: .objected, decidedBy: .operator, by: .operator)
    for file in files {
      try FileManager.default.removeItem(atPath: folder.file("ledger/" + file))
      try FileManager.default.copyItem(
        atPath: folder.file(file.replacing("/", with: "-")),
        toPath: folder.file("ledger/" + file))
    }
    #expect(
      try ledger.verify().findings.map(\.kind)
        == Array(repeating: .unfinishedErasure, count: 4))
    let before = try ledger.exported()
    try ledger.erase(person, ground: .objected, decidedBy: .operator, by: .operator)
    #expect(try ledger.exported() == before, "it was recorded once")
    #expect(try ledger.verify().agrees)
  }

  @Test("what cannot be said of a person is refused without repeating it")
  func refusedFields() throws {
    let wrong = [
      "", "[]", "{}", #"{"phone":"070"}"#, #"{"name":1}"#, #"{"name":""}"#,
      #"{"name":"canary\u0007"}"#, #"{"name":"\#(String(repeating: "canary", count: 60))"}"#,
    ]
    for text in wrong {
      let error = #expect(throws: LedgerError.self) { try PersonField.reading(Array(text.utf8)) }
      let refusal = try #require(error)
      #expect(!"\(refusal)".contains("canary"))
    }
    #expect(try PersonField.reading(Array(#"{"name":"Åsa Öst"}"#.utf8)) == [.name: "Åsa Öst"])
  }
}
