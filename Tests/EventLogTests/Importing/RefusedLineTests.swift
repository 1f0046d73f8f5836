import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Lines that an import does not take, and that end all of it.
@Suite struct RefusedLineTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "a bad line names its place and leaves the ledger as it was",
    arguments: [
      ("{", "JSON"), ("[]", "must be an object"), ("null", "must be an object"),
      (#"{"company":"acme"}"#, #""action" is missing"#),
      (#"{"action":"configured","company":"acme"}"#, #""data" is missing"#),
      (#"{"action":"granted","company":"acme","data":{}}"#, "not one of the actions"),
      (#"{"action":"configured","company":"Acme AB","data":{}}"#, "opaque id"),
      (#"{"action":"configured","company":"system","data":{}}"#, "opaque id"),
      (#"{"action":"configured","company":"acme","data":{"enabled":false}}"#, "transfers"),
      (
        #"{"action":"configured","company":"acme","data":{"enabled":0,"transfers":[]}}"#,
        "true or false"
      ),
      (
        #"{"action":"configured","company":"acme","data":{"enabled":false,"transfers":["x"]}}"#,
        "not one of"
      ),
      (
        #"{"action":"configured","company":"acme","data":{"enabled":false,"transfers":[],"z":1}}"#,
        "unknown"
      ),
      (
        #"{"action":"configured","company":"acme","colour":1,"data":{}}"#, "unknown"
      ),
      (
        #"{"action":"configured","company":"acme","data":{"enabled":true,"transfers":[]}}"#,
        "authorize first"
      ),
      (
        #"{"action":"configured","company":"acme","time":"2026-02-30T00:00:00.000Z","data":{"enabled":false,"transfers":[]}}"#,
        "time that exists"
      ),
      (
        #"{"action":"configured","company":"acme","time":"2036-01-01T00:00:00.000Z","data":{"enabled":false,"transfers":[]}}"#,
        "ahead of the clock"
      ),
      (
        #"{"action":"configured","company":"acme","actor":"anna@example.com","data":{"enabled":false,"transfers":[]}}"#,
        "role and an opaque id"
      ),
      (
        #"{"action":"configured","company":"acme","provider":"visma","data":{"enabled":false,"transfers":[]}}"#,
        "not one of"
      ),
      (
        #"{"action":"configured","company":"acme","id":"ABC","data":{"enabled":false,"transfers":[]}}"#,
        "UUID"
      ),
      (
        #"{"action":"credentialsRemoved","company":"acme","data":{"reason":"requested","revokedAtProvider":true}}"#,
        "Authorize first"
      ),
      (
        #"{ "authid":"operator:root","specversion":"1.0" }"#, "RFC 8785"
      ),
      (#"{"authid":"operator:root","authtype":"app_user","data":{}}"#, "authtype"),
    ])
  func badLine(line: String, what: String) throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let good = #"{"action":"configured","company":"beta","data":{"enabled":false,"transfers":[]}}"#
    let error = #expect(throws: LedgerError.self) {
      try ledger.importLines(
        from: ImportSource(Array("\(good)\n\n\(line)\n".utf8), name: "bad.jsonl"), by: .operator)
    }
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("bad.jsonl:3: "), "\(text)")
    #expect(text.contains(what), "\(text)")
    #expect(try ledger.records(RecordQuery()).isEmpty)
    let files = try FileManager.default.contentsOfDirectory(atPath: ledger.directory)
    #expect(!files.contains { $0.hasPrefix(".authledger-") })
  }

  @Test(
    "a bad line ends an import of any length at once, wherever it stands",
    arguments: [0, 300, 3000])
  func badLineOfMany(place: Int) throws {
    var lines = String(decoding: madeUpLines(4000), as: UTF8.self).split(separator: "\n")
    lines.insert(#"{"nonsense":1}"#, at: place)
    let source = ImportSource(Array(lines.joined(separator: "\n").utf8), name: "long.jsonl")
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let errors = [
      #expect(throws: LedgerError.self) { try ledger.importLines(from: source, by: .operator) },
      #expect(throws: LedgerError.self) {
        _ = try Ledger.create(folder.file("new"), importing: source, by: .operator)
      },
    ]
    for error in errors { #expect("\(try #require(error))".hasPrefix("long.jsonl:\(place + 1): ")) }
    #expect(try ledger.records(RecordQuery()).isEmpty)
  }

  @Test(
    "a record whose id another one has is refused, wherever that one is",
    arguments: [false, true])
  func takenID(isStored: Bool) throws {
    let source = try Ledger.create(folder.file("source"), effects: .afterFixtures)
    try source.append([.settings(1), .settings(2), .settings(3)], to: .acme)
    let records = try source.records(RecordQuery()).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let ids = try source.records(RecordQuery()).map(\.content.id.description)
    let taking = records[2].replacing(ids[2], with: ids[0])
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    func take(_ lines: [String]) throws {
      let text = lines.map { $0 + "\n" }.joined()
      _ = try ledger.importLines(from: ImportSource(Array(text.utf8), name: "ids"), by: .operator)
    }
    if isStored { try take(Array(records[..<2])) }
    let error = #expect(throws: LedgerError.self) { try take(Array(records[..<2]) + [taking]) }
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("ids:3: ") && text.contains(ids[0]), "\(text)")
    #expect(try ledger.records(RecordQuery()).count == (isStored ? 2 : 0))
    let created = folder.file("created")
    #expect(throws: LedgerError.self) {
      let lines = (Array(records[..<2]) + [taking]).map { $0 + "\n" }.joined()
      _ = try Ledger.create(
        created, importing: ImportSource(Array(lines.utf8), name: "ids"), by: .operator)
    }
    #expect(!FileManager.default.fileExists(atPath: created))
  }

  @Test("hostile bytes: no line is taken, nothing crashes")
  func fuzz() throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let seed = Array(madeUpLines(20)[...])
    var random = SplitMix(seed: 5)
    for _ in 0..<150 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(
          in: .min ... .max, using: &random)
      }
      _ = try? ledger.importLines(from: ImportSource(bytes, name: "fuzz"), by: .operator)
    }
    #expect(try ledger.verify(deep: true).agrees)
  }

  @Test("a field of a megabyte is refused in one sentence")
  func longField() throws {
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let long = String(repeating: "x ", count: 100_000)
    let line =
      #"{"action":"failed","company":"acme","data":{"providerMessage":"\#(long)","reason":"unrecognised","stage":"refresh"}}"#
    for text in [line, String(repeating: "x", count: 1 << 20)] {
      let error = #expect(throws: LedgerError.self) {
        try ledger.importLines(
          from: ImportSource(Array(text.utf8), name: "long"), by: .operator)
      }
      let sentence = "\(try #require(error))"
      #expect(sentence.hasPrefix("long:1: ") && sentence.utf8.count < 300, "\(sentence)")
    }
  }
}
