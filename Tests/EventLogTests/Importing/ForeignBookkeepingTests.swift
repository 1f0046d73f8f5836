import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog
@testable import Evidence

/// What another ledger says of itself: taken only in its form, and only where nothing contradicts it.
@Suite struct ForeignBookkeepingTests {
  private let folder: TemporaryFolder
  private static let time: Timestamp =
    Timestamp("2026-11-23T12:00:00.000Z") ?? Timestamp(milliseconds: 0)
  private static let visit = "0197c0de-0000-7000-8000-000000000001"
  private static let digest = String(repeating: "0f", count: 32)
  private static let key =
    (try? SignerKey(name: "ledger.example.com/root/1", seed: Array(repeating: 1, count: 32))
      .verifier.description) ?? ""

  init() throws { folder = try TemporaryFolder() }

  private static func line(
    _ name: String, _ data: String, in stream: Company = .system, sequence: Int64 = 0,
    recorded: Timestamp? = nil
  ) throws -> String {
    let content = Record.Content(
      stream: stream, sequence: SequenceNumber(sequence),
      id: RecordID(at: time, random: (5, UInt64(sequence))),
      actor: .operator, recordedBy: nil, time: time, recordedTime: recorded ?? time,
      what: .bookkeeping(.init(name: name, data: try JSONParser.parse(Array(data.utf8)))))
    return String(decoding: content.encoded(), as: UTF8.self) + "\n"
  }

  private func take(_ text: String, into ledger: Ledger) throws -> ImportReport {
    try ledger.importLines(from: ImportSource(Array(text.utf8), name: "given"), by: .operator)
  }

  private func ledger(_ name: String = "ledger", seed: UInt64 = 1) throws -> Ledger {
    try Ledger.create(folder.file(name), effects: Self.effects(seed))
  }

  private static func effects(_ seed: UInt64) -> Effects {
    TestEffects("2026-11-24T00:00:00.000Z", seed: seed).effects
  }

  private static let comingShapes: [(name: String, data: String, stream: Company)] = [
    (
      "visit.began",
      #"{"issuedBy":"support:s-3","role":"administrator","visit":"\#(visit)"}"#, .acme
    ),
    ("visit.began", #"{"issuedBy":"operator:root","role":"support","visit":"\#(visit)"}"#, .system),
    ("visit.ended", #"{"visit":"\#(visit)"}"#, .acme),
    (
      "serviceKey.created",
      #"{"key":"\#(visit)","name":"moment-prod","scopes":["status:read","tokens:read"]}"#, .system
    ),
    (
      "serviceKey.created",
      #"{"companies":["acme","beta"],"expiresAt":"2027-01-01T00:00:00.000Z","key":"\#(visit)","name":"SIEM","scopes":["records:read"]}"#,
      .system
    ),
    ("serviceKey.revoked", #"{"key":"\#(visit)"}"#, .system),
  ]

  @Test("shapes that come have golden bytes, fit their schemas and are taken into an empty ledger")
  func shapes() async throws {
    var sizes: [Company: Int64] = [:]
    let lines = try Self.comingShapes.map { name, data, stream in
      defer { sizes[stream, default: 0] += 1 }
      return try Self.line(name, data, in: stream, sequence: sizes[stream] ?? 0)
    }
    // One id a record.
    let text = lines.enumerated().map { number, line in
      line.replacing(
        #/"id":"[^"]*"/#,
        with: "\"id\":\"0197c0de-0000-7000-8000-00000000010\(number)\"")
    }.joined()
    try Golden(Golden.root.appending(path: "Tests/EventLogTests/golden"))
      .expect(text, "bookkeeping-to-come.jsonl")
    let (output, status) = try await SchemaValidator.validate(Array(text.utf8))
    #expect(status == 0, "\(output)")
    let ledger = try ledger()
    #expect(try take(text, into: ledger).records == Int64(Self.comingShapes.count))
    #expect(try take(text, into: ledger).repeats == Int64(Self.comingShapes.count))
    #expect(String(decoding: try ledger.exported(), as: UTF8.self) == text)
  }

  private static let badShapes: [(name: String, data: String, stream: Company, says: String)] = [
    ("note", #"{"text":"x"}"#, .system, "unknown"),
    ("note", #"{"text":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"}"#, .acme, "unknown"),
    ("note", #"{"text":"anna@example.com"}"#, .acme, "unknown"),
    ("anna@example.com", "{}", .acme, "[removed]"),
    ("visit.ended", #"{"visit":"x"}"#, .acme, "UUID"),
    ("visit.ended", #"{"visit":"\#(visit)","why":"x"}"#, .acme, "unknown"),
    ("visit.began", #"{"role":"support","visit":"\#(visit)"}"#, .acme, "missing"),
    (
      "visit.began", #"{"issuedBy":"support:s-3","role":"provider","visit":"\#(visit)"}"#, .acme,
      "one of"
    ),
    (
      "serviceKey.created",
      #"{"key":"\#(visit)","name":"anna@example.com","scopes":["status:read"]}"#, .system,
      "e-mail"
    ),
    (
      "serviceKey.created",
      #"{"key":"\#(visit)","name":"key A7302E6B-B1CB-4508-B884-CF9ABD9A51DE","scopes":["a"]}"#,
      .system, "UUID"
    ),
    (
      "serviceKey.created",
      #"{"key":"\#(visit)","name":"x","scopes":["tokens:read","status:read"]}"#, .system,
      "sorted"
    ),
    ("serviceKey.revoked", #"{"key":"\#(visit)"}"#, .acme, "ledger itself"),
    (
      "person.introduced",
      #"{"_sd":["anna@example.com"],"_sd_alg":"sha-256","person":"administrator:u-17"}"#, .acme,
      "digests"
    ),
    (
      "person.introduced",
      #"{"_sd":["0tgDljAxWrkrnMKT97I-5aHzP4VSYvI4rVJmE5fGDnU"],"_sd_alg":"sha-256","person":"administrator:u-17"}"#,
      .system, "company"
    ),
    ("key.rotated", #"{"key":"anna@example.com+00000000+AAAA","previous":"x"}"#, .system, "key"),
    ("key.retired", #"{"key":"\#(key)","rows":"all"}"#, .system, "SHA-256"),
    ("restored", #"{"epoch":1}"#, .system, "from 2"),
    (
      "restored", #"{"epoch":2,"lost":{"origin":"anna@example.com","root":"","size":1}}"#, .system,
      "e-mail"
    ),
    ("callbacks.unknown", #"{"count":0}"#, .system, "from 1"),
    ("state.committed", #"{"digest":"x","fingerprint":"f/1","position":0}"#, .system, "SHA-256"),
  ]

  @Test(
    "bookkeeping of an unknown kind or in another form is refused, by its line",
    arguments: 0..<badShapes.count)
  func refused(number: Int) throws {
    let (name, data, stream, says) = Self.badShapes[number]
    let ledger = try ledger()
    let text = "\n" + (try Self.line(name, data, in: stream))
    let error = #expect(throws: LedgerError.self) { try take(text, into: ledger) }
    let sentence = "\(try #require(error))"
    #expect(sentence.hasPrefix("given:2: ") && sentence.contains(says), "\(sentence)")
    #expect(!sentence.contains("anna@") && !sentence.contains("eyJ"), "\(sentence)")
    #expect(throws: LedgerError.self) {
      try Ledger.create(
        folder.file("new"), effects: .afterFixtures,
        importing: ImportSource(Array(text.utf8), name: "given"), by: .operator)
    }
    #expect(try ledger.records(RecordQuery()).isEmpty)
  }

  @Test("an action in the stream of the ledger itself is refused")
  func actionInSystem() throws {
    let source = try ledger("source")
    try source.append([.settings(1)], to: .acme)
    let record = String(decoding: try source.exported(), as: UTF8.self)
    let ledger = try ledger()
    let error = #expect(throws: LedgerError.self) {
      try take(record.replacing("/companies/acme", with: "/companies/system"), into: ledger)
    }
    #expect("\(try #require(error))".contains("belongs to a company"))
  }

  @Test("a record from the future is refused, and one within five minutes is not")
  func future() throws {
    let data = #"{"visit":"\#(Self.visit)"}"#
    for (text, isTaken) in [
      ("9999-12-31T23:59:59.999Z", false), ("2026-11-24T00:05:00.001Z", false),
      ("2026-11-24T00:05:00.000Z", true),
    ] {
      let recorded = try #require(Timestamp(text))
      let ledger = try ledger(text)
      let line = try Self.line("visit.ended", data, in: .acme, recorded: recorded)
      #expect(((try? take(line, into: ledger)) != nil) == isTaken, "\(text)")
    }
  }

  @Test("a commitment is folded before it is believed")
  func commitment() throws {
    let source = try ledger("source")
    try source.append([.settings(1)], to: .acme)
    try source.commitState(by: .operator)
    try source.append([.settings(2)], to: .acme)
    let exported = String(decoding: try source.exported(), as: UTF8.self)
    let sound = try ledger("sound")
    #expect(try take(exported, into: sound).records == 3)
    #expect(try sound.verify().replay.commitments.map(\.verdict) == [.proven])
    let digest = try #require(try source.checkProjections().commitments.first?.commitment.digest)
    let forged = exported.replacing(digest, with: Self.digest)
    #expect(forged != exported)
    let other = try ledger("other")
    let error = #expect(throws: LedgerError.self) { try take(forged, into: other) }
    #expect("\(try #require(error))".hasPrefix("given:2: "))
    #expect(throws: LedgerError.self) {
      try Ledger.create(
        folder.file("new"), effects: .afterFixtures,
        importing: ImportSource(Array(forged.utf8), name: "given"), by: .operator)
    }
  }

  @Test("a ledger in use takes visits and nothing else that another ledger says of itself")
  func inUse() throws {
    let ledger = try ledger()
    try ledger.append([.settings(1)], to: .acme)
    let visit = try Self.line(
      "visit.ended", #"{"visit":"\#(Self.visit)"}"#, in: .acme, sequence: 1)
    let revoked = try Self.line("serviceKey.revoked", #"{"key":"\#(Self.visit)"}"#)
    let error = #expect(throws: LedgerError.self) { try take(visit + revoked, into: ledger) }
    let sentence = "\(try #require(error))"
    #expect(sentence.hasPrefix("given:2: ") && sentence.contains("--create"), "\(sentence)")
    #expect(try take(visit, into: ledger).records == 1)
    #expect(try ledger.verify().agrees)
  }

  @Test("a ledger that is filled while the import runs is no empty one at its end")
  func filledMeanwhile() throws {
    let ledger = try ledger()
    let other = try Ledger.open(folder.file("ledger"), for: .writing, effects: .afterFixtures)
    let revoked = try Self.line("serviceKey.revoked", #"{"key":"\#(Self.visit)"}"#)
    let padding = String(
      repeating:
        "{\"company\":\"c\",\"action\":\"configured\",\"data\":{\"enabled\":false,\"transfers\":[]}}\n",
      count: 8200)
    var hasWritten = false
    #expect(throws: LedgerError.self) {
      try ledger.importLines(
        from: ImportSource(Array((revoked + padding).utf8), name: "given"), by: .operator
      ) { _, _ in
        if !hasWritten { _ = try? other.append([.settings(1)], to: .beta) }
        hasWritten = true
      }
    }
    #expect(hasWritten)
    #expect(try ledger.records(RecordQuery()).count == 1)
  }

  @Test("identities that come without disclosures are withheld, and can be erased")
  func withheld() throws {
    let source = try ledger("source")
    try source.append([.settings(1)], to: .acme)
    try source.introduce(.administrator, [.name: "Anna Ek"], to: [.acme], by: .operator)
    let exported = try source.exported()
    let used = try ledger("used", seed: 2)
    _ = try take(String(decoding: exported, as: UTF8.self), into: used)
    _ = try Ledger.create(
      folder.file("new"), effects: .afterFixtures,
      importing: ImportSource(exported, name: "given"), by: .operator)
    let new = try Ledger.open(folder.file("new"), for: .writing, effects: Self.effects(3))
    for ledger in [used, new] {
      #expect(try ledger.identities().map(\.verdict) == [.withheld])
      let report = try ledger.verify()
      #expect(report.agrees && report.identities[.withheld] == 1, "\(report.findings)")
      #expect(throws: EvidenceError.self) {
        try ledger.introduce(.administrator, [.name: "Eva"], to: [.acme], by: .operator)
      }
      try ledger.erase(
        .administrator, ground: .objected, decidedBy: .operator, by: .operator)
      #expect(try ledger.identities().map(\.verdict) == [.erased])
      #expect(try ledger.verify().agrees)
    }
    // What the file alone says is believed of nobody: without the note they are missing.
    try FileManager.default.removeItem(atPath: folder.file("source") + "/people.sqlite")
    #expect(try source.identities().map(\.verdict) == [.missing])
  }
}
