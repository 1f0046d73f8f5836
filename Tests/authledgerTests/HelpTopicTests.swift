import EventLog
import Evidence
import Foundation
import Integrations
import Schema
import TestSupport
import Testing

@testable import authledger

/// What the program tells of verdicts and of the data of actions.
@Suite struct HelpTopicTests {
  @Test("every verdict has a page, which says what the document says")
  func verdicts() async throws {
    let list = try await Program().run(["help", "verdict"]).output
    let document = try String(
      contentsOf: Golden.root.appending(path: "docs/verdicts.md"), encoding: .utf8)
    for code in VerdictCode.allCases {
      #expect(list.contains("\(code.rawValue) "))
      for language in Language.allCases {
        let page = try await Program().run(
          ["help", "verdict", code.rawValue, "--language", language.rawValue])
        #expect(page.code == 0 && page.error.isEmpty, "\(page)")
        #expect(page.output.hasPrefix(code.rawValue + "\n"))
        let words = page.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let part = try #require(document.components(separatedBy: "\n## \(code.rawValue)\n").last)
        let facts = part.components(separatedBy: "\n## ")[0].split(separator: "\n")
        // The meaning, in the language; what stands below it is held by the page's own code.
        let meaning = facts[language == .english ? 0 : 1]
        #expect(words.contains(meaning), "\(code.rawValue): \(words)")
      }
    }
  }

  @Test("a page is in the words of the provider that is named")
  func provider() async throws {
    let page = try await Program().run(["help", "verdict", "GRANT_DEAD", "--provider", "fiken"])
    #expect(page.output.contains("As it is with Fiken"), "\(page)")
    #expect(!page.output.contains("Fortnox"))
  }

  @Test("the fields of every action are those of its schema")
  func fields() throws {
    struct Described: Decodable {
      struct Properties: Decodable { var data: Form }
      struct Form: Decodable {
        var required: [String]?
        var properties: [String: Ignored]
      }
      struct Ignored: Decodable {}
      var properties: Properties
    }
    for name in ActionName.allCases {
      let file = "integration.\(name.rawValue).v1.schema.json"
      let schema = try #require(EventSchema.all.first { $0.name == file })
      let form = try JSONDecoder().decode(Described.self, from: Data(schema.text.utf8)).properties
        .data
      let told = ActionForm(name, now: Timestamp(milliseconds: 0)).fields
      #expect(Set(told.map(\.name)) == Set(form.properties.keys), "\(name)")
      #expect(Set(told.filter(\.isRequired).map(\.name)) == Set(form.required ?? []), "\(name)")
    }
  }

  @Test("the examples of all actions run, one after another")
  func examples() async throws {
    let folder = try TemporaryFolder()
    let products = try Program.product("authledger").deletingLastPathComponent().path
    func shell(_ line: String) async throws -> Program.Outcome {
      try await Program(environment: ["PATH": "\(products):/usr/bin:/bin"]).run(
        URL(filePath: "/bin/sh"), ["-c", line], in: folder.path)
    }
    func example(_ name: ActionName) async throws -> String {
      let page = try await shell("authledger help record \(name.rawValue)")
      #expect(page.code == 0, "\(page)")
      let line = page.output.split(separator: "\n").last { $0.hasPrefix("  authledger record") }
      return String(try #require(line))
    }
    _ = try await shell("authledger init")
    // Another attempt, which the example of `reauthorized` ends.
    let first = "000000000001"
    let second = "000000000002"
    for name in ActionName.allCases {
      if name == .reauthorized {
        for before in [ActionName.authorizeStarted, .callbackReceived] {
          let outcome = try await shell(try await example(before).replacing(first, with: second))
          #expect(outcome.code == 0, "\(before): \(outcome)")
        }
      }
      let outcome = try await shell(try await example(name))
      #expect(outcome.code == 0, "\(name): \(outcome)")
    }
  }
}
