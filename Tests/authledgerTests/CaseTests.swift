import EventLog
import Foundation
import Integrations
import TestSupport
import Testing

/// Histories whose explanation once led astray, and what is right: what `why` and `log` say of each
/// is kept in a file that a person can review, and the heart of it in the table here.
@Suite struct CaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var time: String
    var verdict: String
    var confidence: String
    var exit: Int32
    /// The codes of the first way's steps.
    var way: String
    /// What stands under `also`.
    var also: [String]
    var provider = "fortnox"
    /// What the import is refused with, for a history that the rules no longer let happen.
    var refused: String?

    var testDescription: String { name }

    init(
      _ name: String, _ time: String, _ verdict: String, _ confidence: String, _ exit: Int32,
      _ way: String = "", also: [String] = [], provider: String = "fortnox",
      refused: String? = nil
    ) {
      self.name = name
      self.time = time
      self.verdict = verdict
      self.confidence = confidence
      self.exit = exit
      self.way = way
      self.also = also
      self.provider = provider
      self.refused = refused
    }
  }

  @Test(arguments: Case.all)
  func explanation(_ found: Case) async throws {
    let folder = try TemporaryFolder()
    let program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    #expect(try await program.run(["init", "--product", "Moment"]).code == 0)
    let file = Case.folder.appending(path: "\(found.name).jsonl").path
    let imported = try await program.run(["import", file])
    if let refused = found.refused {
      #expect(imported.code == 65)
      #expect(imported.error.contains(refused), "\(imported.error)")
      return
    }
    #expect(imported.code == 0, "\(imported.error)")
    let options = ["acme", "--at", found.time, "--provider", found.provider]
    let told = try await program.run(["why"] + options + ["--format", "json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
    #expect(json["verdict"] as? String == found.verdict)
    #expect(json["confidence"] as? String == found.confidence)
    #expect(told.code == found.exit)
    let ways = json["ways"] as? [[[String: Any]]] ?? []
    let codes = (ways.first ?? []).compactMap { $0["code"] as? String }.joined(separator: " ")
    #expect(codes == found.way)
    let also = (json["also"] as? [[String: Any]] ?? []).compactMap { $0["verdict"] as? String }
    #expect(also == found.also)
    if let since = json["since"] as? String, let last = json["last"] as? String {
      #expect(since <= last)
    }
    var pages: [String] = []
    for language in ["en", "sv"] {
      for command in ["why", "log"] {
        let shown = try await program.run(
          [command] + options + ["--format", "table", "--language", language])
        // The commands that it prints name the ledger.
        let output = shown.output.replacing(folder.file("ledger"), with: "ledger")
        pages.append("$ authledger \(command) acme --language \(language)\n\(output)")
      }
    }
    try Golden(Case.folder).expect(pages.joined(separator: "\n"), "\(found.name).txt")
  }

  @Test("every history in the folder is in the table")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Case.folder.path)
    let names = files.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
    #expect(Set(names) == Set(Case.all.map(\.name)))
  }
}
