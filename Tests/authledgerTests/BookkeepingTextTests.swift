import EventLog
import Foundation
import Integrations
import TestSupport
import Testing

/// The sentences for what the ledger records of itself.
@Suite struct BookkeepingTextTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
  }

  /// Records of every kind: those that the golden file of all shapes has, and those of service keys.
  private func records() throws -> String {
    let file = Golden.root.appending(path: "Tests/EventLogTests/golden/bookkeeping.jsonl")
    let shapes = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    let key = "0197c0de-0000-7000-8000-000000000001"
    let more = [
      ("serviceKey.created", #"{"key":"\#(key)","name":"billing","scopes":["tokens:read"]}"#),
      ("serviceKey.revoked", #"{"key":"\#(key)"}"#),
      ("callbacks.unknown", #"{"count":1}"#),
    ]
    let lines = more.enumerated().map { index, record in
      #"{"authid":"operator:root","authtype":"user","data":\#(record.1),"#
        + #""id":"01a20d6d-5a00-7000-8000-00000000010\#(index)","#
        + #""recordedtime":"2026-11-24T12:00:00.000Z","sequence":"000000000000001\#(index)","#
        + #""source":"/companies/system","specversion":"1.0","time":"2026-11-24T12:00:00.000Z","#
        + #""type":"ledger.\#(record.0).v1"}"#
    }
    return shapes + lines.joined(separator: "\n") + "\n"
  }

  private func sentences(_ language: String) async throws -> [(type: String, text: String)] {
    let outcome = try await program.run(["history", "--format", "csv", "--language", language])
    return outcome.output.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let text = cells[8...].dropLast().joined(separator: ",")
      return (String(cells[5]), text.trimmingCharacters(in: ["\""]))
    }
  }

  @Test("each kind that there is has a sentence in both languages")
  func all() async throws {
    let text = try records()
    #expect(try await program.run(["init"]).code == 0)
    let taken = try await program.run(["import", "-"], input: Array(text.utf8))
    try #require(taken.code == 0, "\(taken.error)")
    let english = try await sentences("en")
    let swedish = try await sentences("sv")
    #expect(
      Set(english.map(\.type)) == Set(Record.Bookkeeping.names.map { "ledger.\($0)" }))
    for (one, other) in zip(english, swedish) {
      #expect(one.text != other.text, "\(one)")
      for sentence in [one.text, other.text] {
        #expect(sentence.hasSuffix(".") || sentence.hasSuffix(".\"\""), "\(sentence)")
        #expect(!sentence.contains("this version"), "\(sentence)")
      }
    }
    let golden = Golden(Golden.root.appending(path: "Tests/authledgerTests/golden"))
    let page = [english, swedish].map { $0.map { "\($0.type): \($0.text)\n" }.joined() }
    try golden.expect(page.joined(separator: "\n"), "bookkeeping.txt")
  }
}
