import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog
@testable import Evidence

/// What a file may look like: one rule for actions and records.
@Suite struct ImportFormTests {
  private let folder: TemporaryFolder
  private static let action =
    #"{"action":"configured","company":"acme","data":{"enabled":false,"transfers":[]},"time":"2026-11-03T09:00:00.000Z"}"#

  init() throws { folder = try TemporaryFolder() }

  private static func record() throws -> String {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    try ledger.append([.settings(1)], to: .acme)
    return String(String(decoding: try ledger.exported(), as: UTF8.self).dropLast())
  }

  private func take(_ bytes: some Sequence<UInt8>) throws -> (report: ImportReport, Ledger) {
    let ledger = try Ledger.create(
      folder.file("ledger-\(UUID().uuidString)"), effects: .afterFixtures)
    let report = try ledger.importLines(
      from: ImportSource(Array(bytes), name: "given"), by: .operator)
    return (report, ledger)
  }

  @Test(
    "what editors put around lines is taken for actions and records alike",
    arguments: [
      "LINE\r\n", "\u{feff}LINE\n", "\u{feff}\r\n  LINE\t\r\n\r\n", "LINE", " LINE \n \n",
    ])
  func taken(form: String) throws {
    let record = try Self.record()
    for line in [Self.action, record] {
      let (report, ledger) = try take(form.replacing("LINE", with: line).utf8)
      #expect(report.records == 1)
      if line == record { #expect(try ledger.exported() == Array((record + "\n").utf8)) }
    }
  }

  @Test("what is no JSON Lines is refused by its name, for actions and records alike")
  func refused() throws {
    let record = try Self.record()
    for line in [Self.action, record] {
      func encoded(_ encoding: String.Encoding, _ mark: [UInt8] = []) -> [UInt8] {
        mark + Array((line + "\n").data(using: encoding) ?? Data())
      }
      let files: [(bytes: [UInt8], says: String)] = [
        ([0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "is gzip: gunzip it first"),
        (Array("PK\u{3}\u{4}...".utf8), "is a ZIP archive: unzip it first"),
        ([0x28, 0xb5, 0x2f, 0xfd, 1], "is zstd"), (Array("BZh9".utf8), "is bzip2"),
        ([0xfd] + Array("7zXZ\0".utf8), "is xz"),
        (encoded(.utf16LittleEndian, [0xff, 0xfe]), "is UTF-16"),
        (encoded(.utf16BigEndian, [0xfe, 0xff]), "is UTF-16"),
        (encoded(.utf16LittleEndian), "is UTF-16"), (encoded(.utf16BigEndian), "is UTF-16"),
        (encoded(.utf32LittleEndian, [0xff, 0xfe, 0, 0]), "is UTF-32"),
        ([UInt8](repeating: 0, count: 400_000), "is binary data"),
        (Array("[\(line)]".utf8), "is a JSON list"),
        (Array("SQLite format 3\0".utf8), "is a database"),
      ]
      for (bytes, says) in files {
        let error = #expect(throws: LedgerError.self) { try take(bytes) }
        let sentence = "\(try #require(error))"
        #expect(sentence.hasPrefix("given:1: ") && sentence.contains(says), "\(sentence)")
      }
    }
  }

  @Test("a record whose bytes are not those that were hashed is refused by its name")
  func respelled() throws {
    let record = try Self.record()
    for changed in [
      record.replacing(#"","#, with: #"", "#), record.replacing(":{", with: ": {"),
      "{ " + record.dropFirst(),
      "{\"type\":\"integration.configured.v1\","
        + record.dropFirst().replacing(
          #","type":"integration.configured.v1""#, with: ""),
    ] {
      #expect(changed != record)
      let error = #expect(throws: LedgerError.self) { try take((changed + "\n").utf8) }
      let sentence = "\(try #require(error))"
      #expect(sentence.contains("RFC 8785 form"), "\(sentence)")
    }
  }

  @Test(
    "an error shows nothing of a line that looks like a secret or an address",
    arguments: [
      #"{"anna@example.com":1}"#, #"{"company":"acme","action":"anna@example.com","data":{}}"#,
      #"{"company":"acme","action":"configured","provider":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2","data":{}}"#,
      #"{"company":"acme","action":"configured","data":{"transfers":["a7302e6b-b1cb-4508-b884-cf9abd9a51de"],"enabled":false}}"#,
      #"{"company":"acme","action":"configured","data":{"transfers":[],"enabled":false,"4f3c2b1a0987654321fedcba0123456789abcdef":1}}"#,
      #"{"company":"anna@example.com","action":"configured","data":{}}"#,
      #"{"company":"acme","action":"failed","data":{"stage":"refresh","reason":"4f3c2b1a0987654321fedcba0123456789abcdef"}}"#,
      #"{"company":"acme","action":"failed","data":{"stage":"refresh","reason":"unrecognised","providerMessage":"Bearer abcDEF12345"}}"#,
      #"{"anna@example.com":1,"anna@example.com":2}"#,
    ])
  func silent(line: String) throws {
    let error = #expect(throws: LedgerError.self) { try take((line + "\n").utf8) }
    let sentence = "\(try #require(error))"
    #expect(sentence.hasPrefix("given:1: "))
    for secret in ["anna@", "eyJ", "a7302e6b", "4f3c2b1a", "abcDEF"] {
      #expect(!sentence.contains(secret), "\(sentence)")
    }
  }
}
