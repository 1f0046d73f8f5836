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

  /// The golden file of all shapes, and a count of one.
  private func records() throws -> String {
    let file = Golden.root.appending(path: "Tests/EventLogTests/golden/bookkeeping.jsonl")
    let shapes = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    return shapes
      + #"{"authid":"operator:root","authtype":"user","data":{"count":1},"#
      + #""id":"01a20d6d-5a00-7000-8000-000000000100","recordedtime":"2026-11-24T12:00:00.000Z","#
      + #""sequence":"0000000000000013","source":"/companies/system","specversion":"1.0","#
      + #""time":"2026-11-24T12:00:00.000Z","type":"ledger.callbacks.unknown.v1"}"# + "\n"
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
